import { call } from '../emit/call.ts'
import type { Given } from '../emit/torch-call.ts'
import { explainParameters, joined, trainable } from './convolution.ts'
import { defineLayer, LayerError, type Shape } from './define.ts'
import { type Parameter, ParameterError } from './parameters.ts'
import { product } from './sizes.ts'
import { form, learns, nn, ownTorch } from './torch.ts'
import { reshape, transpose } from './torch-weights.ts'
import { said, weightParameters } from './weight-parameters.ts'

const sharedAxes: Parameter<readonly number[]> = {
  kind: 'dims',
  label: 'Shared axes',
  default: null,
  help: 'Axes along which one alpha serves all, the batch being axis 0: [1, 2] gives one per channel of a picture.',
  parse: given => {
    const axes: readonly unknown[] = given === null ? [] : Array.isArray(given) ? given : [given]
    if (axes.every(axis => Number.isInteger(axis) && Number(axis) >= 1 && Number(axis) <= 8))
      return axes as readonly number[]
    throw new ParameterError('must be a list of whole numbers from 1 to 8')
  },
}

export const prelu = defineLayer({
  type: 'prelu',
  label: 'PReLU',
  group: 'activation',
  help: 'Leaky ReLU whose slope is learned: x for x > 0, else alpha·x, with an alpha of its own for each position and channel, or shared along the axes named. He et al., 2015.',
  inputs: 'one',
  params: { ...weightParameters('alpha', 'Alpha', 'zeros'), sharedAxes, trainable },
  shape: (p, [x]) => {
    const missing = p.sharedAxes.find(axis => axis > x.length)
    if (missing === undefined) return x
    const there = p.sharedAxes.filter(axis => axis <= x.length)
    throw new LayerError(
      'axis',
      `Axis ${missing} does not exist: the input has ${x.length} besides the batch.`,
      [
        {
          label: there.length > 0 ? `Share along ${there.join(', ')}` : 'Share along no axis',
          repair: { kind: 'setParams', params: { sharedAxes: there.length > 0 ? there : null } },
        },
      ],
    )
  },
  weights: (p, [x]) => ({
    alpha: {
      shape: alphaShape(p.sharedAxes, x),
      ...said('alpha', p),
      trainable: p.trainable,
    },
  }),
  summary: p => joined(p.sharedAxes.length > 0 && `shared along ${p.sharedAxes.join(', ')}`),
  explain: (p, [x]) => {
    const sizes = alphaShape(p.sharedAxes, x)
    return [explainParameters(sizes.join('·'), product(sizes))]
  },
  lower: (g, _, [x]) => {
    const values = g.compute(x)
    const negative = g.op('Relu', [g.op('Neg', [values])])
    return g.op('Sub', [g.op('Relu', [values]), g.op('Mul', [negative, g.weight('alpha')])])
  },
  tfjs: (_, args) => call('prelu', args, { weights: true }),
  keras: (_, args) => call('PReLU', args, { weights: true }),
  pytorch: (p, w, { inputs: [x = []], layout }) => {
    const shape = alphaShape(p.sharedAxes, x)
    const channels = shape[shape.length - 1] ?? 1
    const isPerChannel = shape.slice(0, -1).every(size => size === 1)
    const alpha = (sizes: readonly number[]) => ({
      weight: (given: Given) => reshape(given('alpha'), sizes),
    })
    if (isPerChannel)
      return form(
        'first',
        nn('PReLU', [{ size: channels }], {}, { weights: alpha([channels]), ...learns(w) }),
      )
    const rank = shape.length
    const order = layout === 'first' ? [rank - 1, ...shape.slice(1).map((_, axis) => axis)] : null
    const turned = order ? order.map(axis => shape[axis] ?? 1) : shape
    const weight = (given: Given) => (order ? transpose(given('alpha'), order) : given('alpha'))
    return form(
      layout,
      ownTorch('PReLUOver', [...turned], {}, { weights: { weight }, ...learns(w) }),
    )
  },
})

function alphaShape(shared: readonly number[], x: Shape): Shape {
  return x.map((size, axis) => (shared.includes(axis + 1) ? 1 : size))
}
