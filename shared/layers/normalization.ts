import type { Json } from '../document/types.ts'
import type { Given } from '../emit/torch-call.ts'
import { less, most, over, plus, times } from './augmenting.ts'
import { axisOf } from './axis.ts'
import { explainParameters } from './convolution.ts'
import { defineLayer, LayerError, type Shape } from './define.ts'
import type { Graph, Value } from './graph.ts'
import { ownKeras } from './keras.ts'
import { list } from './lists.ts'
import { optionalNumbers } from './numbers.ts'
import { flag, type Parameter } from './parameters.ts'
import { times as by, product } from './sizes.ts'
import { ownLayer } from './tfjs.ts'
import { form, ownTorch } from './torch.ts'

const axes = list('Axis', -1, {
  help: 'The axes that have a mean and a variance for each of their positions, counted with the batch as axis 0; nothing: one of each for all numbers.',
  minimum: -8,
})

/** No axis at all is a choice of Keras too. */
const axis: Parameter<readonly number[]> = {
  ...axes,
  parse: (given: Json) => (given === null ? [] : axes.parse(given)),
}

/** Keras divides by no less. */
const smallest = 1e-7

export const normalization = defineLayer({
  type: 'normalization',
  label: 'Normalization',
  group: 'preprocessing',
  help: 'Centres and scales by fixed numbers: (x − mean) ÷ √variance, for each position of the axis. Without a mean and a variance of its own it takes those of the training data, of what reaches it there, when a run starts, and keeps them with the weights. Keras Normalization with adapt.',
  inputs: 'one',
  params: {
    axis,
    mean: optionalNumbers(
      'Mean',
      'One number, or one per position of the axis; nothing: of the data.',
    ),
    variance: optionalNumbers('Variance', 'As the mean: both are given, or neither.', {
      minimum: 0,
    }),
    invert: flag('Invert', false, { help: 'On: the other way round, x·√variance + mean.' }),
  },
  readsNumbers: true,
  shape: (p, [x]) => {
    refuseHalf(p)
    refuseCounts(p, x)
    return x
  },
  weights: (p, [x]) => {
    if (p.mean !== null) return {}
    const shape = keptOf(p.axis, x).map(index => x[index] ?? 1)
    return {
      mean: { shape, initializer: 'zeros', trainable: false },
      variance: { shape, initializer: 'ones', trainable: false },
    }
  },
  adapts: p => p.mean === null,
  keeps: () => ({}),
  flops: (_, [x]) => 2 * product(x),
  summary: p => (p.mean === null ? 'of the data' : 'given') + (p.invert ? ' · inverted' : ''),
  explain: (p, [x]) => {
    const sizes = keptOf(p.axis, x).map(index => x[index] ?? 1)
    const count = product(sizes)
    const over = { quantity: 'Averaged over', formula: averagedOver(p.axis, x), result: 'the data' }
    return p.mean === null ? [explainParameters(`2·${by(sizes) || '1'}`, 2 * count), over] : []
  },
  lower: (g, p, [x]) => {
    const values = g.full(x)
    const kept = keptOf(p.axis, x.shape.slice(1)).map(index => index + 1)
    if (p.mean === null && !g.training) observe(g, values, kept)
    const sizes = values.shape.map((size, index) => (kept.includes(index) ? size : 1))
    const wide = (value: Value) => g.op('Reshape', [value, g.constant(sizes, { type: 'int32' })])
    const given = (name: 'mean' | 'variance') => {
      const numbers = p[name]
      if (numbers === null) return wide(g.weight(name, 'full'))
      return Array.isArray(numbers) ? wide(g.constant(numbers)) : g.constant(numbers)
    }
    const deviation = most(g, g.op('Sqrt', [given('variance')]), smallest)
    const mean = given('mean')
    const result = p.invert
      ? plus(g, mean, times(g, values, deviation))
      : over(g, less(g, values, mean), deviation)
    return g.compute(result)
  },
  tfjs: (_, args) => ownLayer('normalization', args),
  // Keras works its constants out when it adapts, not when weights are loaded.
  keras: (p, args) =>
    p.mean === null ? ownKeras('AdaptedNormalization', args) : { name: 'Normalization', args },
  pytorch: (p, w, { inputs: [x = []] }) => {
    const kept = keptOf(p.axis, x)
    const shape = x.map((size, index) => (kept.includes(index) ? size : 1))
    const args = {
      ...(p.mean !== null && { mean: w.mean ?? 0, variance: w.variance ?? 1 }),
      ...(p.invert && { invert: true }),
    }
    const wide = (name: string) => (given: Given) => ({ shape, values: given(name).values })
    const weights = p.mean === null ? { mean: wide('mean'), variance: wide('variance') } : {}
    return form('last', ownTorch('Normalization', [shape], args, { weights }))
  },
})

/** Indices into a shape without batch that keep numbers of their own, in order. */
function keptOf(given: readonly number[], x: Shape): readonly number[] {
  return [...new Set(given.map(one => axisOf(one, x)))].sort((a, b) => a - b)
}

/** Mean and variance of this batch, squares of distances from its own mean. */
function observe(g: Graph, x: Value, kept: readonly number[]): void {
  const reduced = x.shape.flatMap((_, index) => (kept.includes(index) ? [] : [index]))
  const axes = g.constant(reduced, { type: 'int32', shape: [reduced.length] })
  const mean = g.op('Mean', [x, axes], { keep_dims: true })
  const squares = g.op('Square', [less(g, x, mean)])
  g.adapt(g.op('Mean', [x, axes]), g.op('Mean', [squares, axes]))
}

function averagedOver(given: readonly number[], x: Shape): string {
  const kept = keptOf(given, x)
  return ['examples', ...x.filter((_, index) => !kept.includes(index))].join('·')
}

interface Numbers {
  readonly axis: readonly number[]
  readonly mean: number | readonly number[] | null
  readonly variance: number | readonly number[] | null
}

function refuseHalf({ mean, variance }: Numbers): void {
  if ((mean === null) === (variance === null)) return
  const missing = mean === null ? 'mean' : 'variance'
  throw new LayerError(
    'half-normalization',
    `A ${mean === null ? 'variance' : 'mean'} is given and no ${missing}: give both, or neither to take them from the data.`,
    [
      {
        label: 'Take both from the data',
        repair: { kind: 'setParams', params: { mean: null, variance: null } },
      },
      {
        label: mean === null ? 'Use mean 0' : 'Use variance 1',
        repair: { kind: 'setParams', params: { [missing]: mean === null ? 0 : 1 } },
      },
    ],
  )
}

function refuseCounts(p: Numbers, x: Shape): void {
  const needed = product(keptOf(p.axis, x).map(index => x[index] ?? 1))
  for (const [name, value] of [
    ['mean', p.mean],
    ['variance', p.variance],
  ] as const) {
    if (!Array.isArray(value) || value.length === needed) continue
    throw new LayerError(
      'numbers-per-channel',
      `${name} has ${value.length} numbers; along its axes the input ${by(x)} has ${needed}.`,
      [
        {
          label: 'Take both from the data',
          repair: { kind: 'setParams', params: { mean: null, variance: null } },
        },
      ],
    )
  }
}
