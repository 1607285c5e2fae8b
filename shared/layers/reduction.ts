// What the reductions share: one number of many, along chosen axes.
import { type Argument, call } from '../emit/call.ts'
import type { TorchForm, TorchPlace } from '../emit/torch-call.ts'
import { axesOf, axesParam } from './axis.ts'
import { type LayerDeclaration, LayerError, type Shape } from './define.ts'
import type { Graph, Value } from './graph.ts'
import { flag } from './parameters.ts'
import { minus, product, times } from './sizes.ts'
import { code, form, torchAxis, tuple } from './torch.ts'

const params = {
  axis: axesParam,
  keepdims: flag('Keep axes', false, { help: 'On: a reduced axis stays with size 1.' }),
}

const torchNames = { Mean: 'mean', Max: 'amax', Min: 'amin', Sum: 'sum' }

interface Values {
  readonly axis: readonly number[]
  readonly keepdims: boolean
}

/** All of a reduction's declaration but its names and its help. */
export function reductionDeclaration(
  name: 'reduceMean' | 'reduceMax' | 'reduceMin' | 'reduceSum',
  operation: 'Mean' | 'Max' | 'Min' | 'Sum',
) {
  const own = (_: object, args: Readonly<Record<string, Argument>>) =>
    call(name, args, { from: 'own' })
  return {
    type: name,
    group: 'reduce',
    inputs: 'one',
    params,
    starts: { axis: -1 },
    shape: (p: Values, [x]: readonly [Shape]) => reduced(p, x),
    // Along the channels a position still sees what it saw; without its own axis it is no picture.
    reach: (p: Values, x: Shape) =>
      p.keepdims && axesOf(p.axis, x).every(axis => axis === x.length - 1)
        ? x.slice(0, -1).map(() => ({ size: 1, stride: 1 }))
        : null,
    summary: (p: Values) =>
      `axis ${p.axis.map(minus).join(', ')}${p.keepdims ? ' · keeps axes' : ''}`,
    explain: (p: Values, [x]: readonly [Shape], output: Shape | null) => {
      const sizes = axesOf(p.axis, x).map(axis => x[axis] ?? 1)
      return [
        { quantity: 'Numbers in one', formula: sizes.join('·'), result: String(product(sizes)) },
        {
          quantity: 'Shape',
          formula: times(x),
          result: output === null ? 'none' : times(output),
        },
      ]
    },
    lower: (
      g: Graph,
      p: Values,
      [x]: readonly [Value],
      { inputs }: { readonly inputs: readonly [Shape] },
    ) => {
      const axes = axesOf(p.axis, inputs[0]).map(axis => axis + 1)
      // A sum of many bfloat16 numbers loses most of them.
      const value = operation === 'Mean' || operation === 'Sum' ? g.full(x) : x
      const keep = { keep_dims: p.keepdims }
      return g.compute(g.op(operation, [value, g.constant(axes, { type: 'int32' })], keep))
    },
    tfjs: own,
    pytorch: (p: Values, _: object, { inputs: [x = []], layout }: TorchPlace): TorchForm => {
      const axes = axesOf(p.axis, x)
      const dims = axes.map(axis => torchAxis(axis, x.length, layout))
      const dim = `dim=${dims.length === 1 ? dims[0] : tuple(dims)}`
      const name = torchNames[operation]
      const call = code(text => `${text}.${name}(${dim}${p.keepdims ? ', keepdim=True' : ''})`)
      // Without the channels the positions are all that is left.
      const isWhole = !p.keepdims && axes.includes(x.length - 1)
      return { ...form(layout, call), ...(isWhole && { gives: 'last' }) }
    },
    keras: (_: object, args: Readonly<Record<string, Argument>>) =>
      call(`R${name.slice(1)}`, args, { from: 'own' }),
  } as const satisfies Partial<LayerDeclaration<typeof params, 'one'>>
}

function reduced(p: Values, x: Shape): Shape {
  const axes = axesOf(p.axis, x)
  if (p.keepdims) return x.map((size, axis) => (axes.includes(axis) ? 1 : size))
  if (axes.length < x.length) return x.filter((_, axis) => !axes.includes(axis))
  throw new LayerError(
    'nothing-left',
    `All ${x.length === 1 ? 'of' : `${x.length} axes of`} ${times(x)} are reduced, so no axis is left. Keep the axes, or leave one out.`,
    [
      {
        label: `Keep the axes: ${times(x.map(() => 1))}`,
        repair: { kind: 'setParams', params: { keepdims: true } },
      },
    ],
  )
}
