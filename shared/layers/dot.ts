import { call } from '../emit/call.ts'
import { axisOf } from './axis.ts'
import { defineLayer, LayerError, type Mend, type Shape } from './define.ts'
import { type Inputs, needPair } from './elementwise.ts'
import type { Graph, Value } from './graph.ts'
import { list } from './lists.ts'
import { flag } from './parameters.ts'
import { counted, product, times } from './sizes.ts'
import { form } from './torch.ts'

export const dot = defineLayer({
  type: 'dot',
  label: 'Dot',
  group: 'merge',
  help: 'Sums the products of two inputs along one axis of each, for every pair of their other positions: out = Σₖ x[…, k]·y[k, …], the scores of attention. With normalize both have length 1 first, which gives cosines. Keras Dot.',
  inputs: 'many',
  params: {
    axes: list('Axes', -1, {
      help: 'The axis that is summed over, or two: one of each input. Counted with the batch as 0; −1 is the last.',
      required: true,
      minimum: -8,
      most: 2,
    }),
    normalize: flag('Normalize', false, { help: 'On: cosines between −1 and 1.' }),
  },
  starts: { axes: -1 },
  shape: (p, inputs) => {
    const { left, right } = sidesOf(p.axes, inputs)
    const sizes = [...left.rest, ...right.rest]
    return sizes.length === 0 ? [1] : sizes
  },
  macs: (p, inputs) => {
    const { left, right } = sidesOf(p.axes, inputs)
    return product(left.rest) * left.length * product(right.rest)
  },
  reach: () => null,
  summary: p => `axes ${p.axes.join(', ')}${p.normalize ? ' · normalized' : ''}`,
  explain: (p, inputs, output) => {
    const { left, right } = sidesOf(p.axes, inputs)
    const sizes = [product(left.rest), left.length, product(right.rest)]
    return [
      {
        quantity: 'Products',
        formula: `${times(inputs[0])} with ${times(inputs[1] ?? [])} over ${left.length}`,
        result: output === null ? 'none' : times(output),
      },
      { quantity: 'MACs', formula: sizes.join('·'), result: counted(product(sizes)) },
    ]
  },
  lower: (g, p, inputs, shapes) => {
    const { left, right } = sidesOf(p.axes, shapes.inputs)
    const [x, y = x] = inputs
    const matrices = [matrix(g, x, left, p.normalize), matrix(g, y, right, p.normalize)]
    const made = g.op('BatchMatMulV2', matrices, { adj_y: true })
    return g.op('Reshape', [made, g.constant([-1, ...shapes.output], { type: 'int32' })])
  },
  // tfjs's own stops at three axes, and its normalize adds up to another epsilon.
  tfjs: (_, args) => call('dot', args, { from: 'own' }),
  pytorch: (p, _, { inputs: [x = [], y = []] }) => {
    const { left, right } = sidesOf(p.axes, [x, y])
    const list = `${left.axis + 1}, ${right.axis + 1}${p.normalize ? ', normalize=True' : ''}`
    const write = ([a = '', b = '']: readonly string[]) => `dot(${a}, ${b}, ${list})`
    return form('last', { kind: 'code', write, own: ['dot'] })
  },
})

/** One input: the axis that is summed over, and what is left. */
interface Side {
  readonly axis: number
  readonly length: number
  readonly rest: Shape
}

function sidesOf(axes: readonly number[], inputs: Inputs): { left: Side; right: Side } {
  const [x, y] = needPair(inputs, 'dot')
  const [first = -1, second = first] = axes
  const left = sideOf(x, axisOf(first, x, 'axes'))
  const right = sideOf(y, axisOf(second, y, 'axes'))
  if (left.length === right.length) return { left, right }
  throw new LayerError(
    'dot-differs',
    `Axis ${left.axis + 1} of ${times(x)} is ${left.length} long and axis ${right.axis + 1} of ${times(y)} is ${right.length}; dot needs equal lengths.`,
    axesThatFit(x, y),
  )
}

function sideOf(shape: Shape, axis: number): Side {
  return { axis, length: shape[axis] ?? 1, rest: shape.filter((_, at) => at !== axis) }
}

/** The last pair of axes that are equally long. */
function axesThatFit(x: Shape, y: Shape): Mend[] {
  for (let first = x.length - 1; first >= 0; first--) {
    const second = y.lastIndexOf(x[first] ?? 0)
    if (second < 0) continue
    const axes = [first + 1, second + 1]
    return [
      {
        label: `Use the axes ${axes.join(' and ')}`,
        repair: { kind: 'setParams', params: { axes } },
      },
    ]
  }
  return []
}

/** Keras's epsilon: what is shorter than this is not made longer. */
const longest = 1e7

/** Batch × positions × the axis that is summed over. */
function matrix(g: Graph, value: Value, { axis, length, rest }: Side, normalize: boolean): Value {
  const int32 = (numbers: readonly number[]) => g.constant(numbers, { type: 'int32' })
  const last = value.shape.length - 1
  const order = value.shape.map((_, at) => at).filter(at => at !== axis + 1)
  const turned = axis + 1 === last ? value : g.op('Transpose', [value, int32([...order, axis + 1])])
  const flat =
    rest.length === 1 ? turned : g.op('Reshape', [turned, int32([-1, product(rest), length])])
  if (!normalize) return g.compute(flat)
  const wide = g.full(flat)
  const squares = g.op('Sum', [g.op('Square', [wide]), int32([2])], { keep_dims: true })
  const inverse = g.op('Minimum', [g.op('Rsqrt', [squares]), g.constant(longest)])
  return g.compute(g.op('Mul', [wide, inverse]))
}
