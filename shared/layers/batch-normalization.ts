import { axisOf, axisParam } from './axis.ts'
import { explainParameters, initializer, joined, trainable } from './convolution.ts'
import { defineLayer, LayerError, type Weight } from './define.ts'
import type { Graph, Value } from './graph.ts'
import { flag, number } from './parameters.ts'
import { counted, product } from './sizes.ts'
import { ownLayer, tfjsLayer } from './tfjs.ts'
import { torchBatchNormalization } from './torch-normalizing.ts'
import { said, weightParameters } from './weight-parameters.ts'

export const batchNormalization = defineLayer({
  type: 'batchNormalization',
  label: 'Batch normalization',
  group: 'normalization',
  help: 'Centres and scales every channel: gamma·(x − mean) ÷ √(variance + epsilon) + beta, with the batch’s own mean and variance in training and moving ones otherwise. Ioffe and Szegedy, 2015.',
  inputs: 'one',
  params: {
    axis: axisParam,
    momentum: number('Momentum', 0.99, {
      help: 'moving = momentum·moving + (1 − momentum)·batch.',
      minimum: 0,
      maximum: 1,
    }),
    epsilon: number('Epsilon', 1e-3, { minimum: 0 }),
    center: flag('Center', true, { help: 'Adds beta, one learned number per channel.' }),
    scale: flag('Scale', true, { help: 'Multiplies by gamma, one learned number per channel.' }),
    ...weightParameters('beta', 'Beta', 'zeros'),
    ...weightParameters('gamma', 'Gamma', 'ones'),
    movingMeanInitializer: initializer('Moving mean initializer', 'zeros'),
    movingVarianceInitializer: initializer('Moving variance initializer', 'ones'),
    trainable,
  },
  shape: (p, [x]) => {
    if (axisOf(p.axis, x) === x.length - 1) return x
    throw new LayerError(
      'axis',
      `Axis ${p.axis} is not the last of ${x.length + 1}: batch normalization works on the channels.`,
      [{ label: 'Use the last axis', repair: { kind: 'setParams', params: { axis: -1 } } }],
    )
  },
  weights: (p, [x]) => {
    const shape = [channelsOf(x)]
    const moving = (initializer: Weight['initializer'], stem: string): Weight => ({
      shape,
      initializer,
      stem,
      trainable: false,
    })
    return {
      ...(p.scale && { gamma: { shape, ...said('gamma', p), trainable: p.trainable } }),
      ...(p.center && { beta: { shape, ...said('beta', p), trainable: p.trainable } }),
      movingMean: moving(p.movingMeanInitializer, 'movingMean'),
      movingVariance: moving(p.movingVarianceInitializer, 'movingVariance'),
    }
  },
  // Mean 1, variance 3, normalizing 2, scaling 2 for every number.
  flops: (_, [x]) => 8 * product(x),
  summary: p =>
    joined(!p.scale && 'no gamma', !p.center && 'no beta', !p.trainable && 'moving statistics'),
  explain: (p, [x]) => {
    const channels = channelsOf(x)
    const vectors = 2 + Number(p.scale) + Number(p.center)
    return [
      explainParameters(`${vectors}·${channels}`, vectors * channels),
      {
        quantity: 'Averaged over',
        formula: ['batch', ...x.slice(0, -1)].join('·'),
        result: `${counted(product(x.slice(0, -1)))} a picture`,
      },
    ]
  },
  // The operation wants four axes; scale and statistics stay float32 in mixed precision.
  mixesExamples: p => p.trainable,
  lower: (g, p, [x], { output }) => {
    const channels = channelsOf(x.shape)
    const values = g.compute(x)
    const [rows = 1, ...columns] = output.slice(0, -1)
    const isPicture = output.length === 3
    const four = isPicture
      ? values
      : reshape(
          g,
          values,
          output.length > 3 ? [rows, product(columns), channels] : [rows, 1, channels],
        )
    const { scale, shift } = affine(g, p, channels)
    const result = normalize(g, p, four, scale, shift)
    return isPicture ? result : reshape(g, result, output)
  },
  lowerLanes: (g, p, values, { channels, rectified }) => {
    const settings = { ...affine(g, p, channels), epsilon: p.epsilon, rectified }
    const { lanes, mean, variance } = g.normalizeLanes(values.map(g.compute), settings)
    moveTowards(g, p.momentum, 'movingMean', mean)
    moveTowards(g, p.momentum, 'movingVariance', variance)
    return lanes
  },
  // tfjs cannot train without gamma or beta, and does not freeze: `own` does.
  tfjs: (p, args) =>
    p.scale && p.center && p.trainable
      ? tfjsLayer('batchNormalization', {}, args)
      : ownLayer('batchNormalization', args),
  pytorch: torchBatchNormalization,
})

interface Settings {
  readonly epsilon: number
  readonly momentum: number
  readonly trainable: boolean
}

/** Scale and shift are float32 also in mixed precision. */
function affine(
  g: Graph,
  p: { readonly scale: boolean; readonly center: boolean },
  channels: number,
) {
  return {
    scale: p.scale ? g.weight('gamma', 'full') : g.constant(1, { shape: [channels] }),
    shift: p.center ? g.weight('beta', 'full') : g.constant(0, { shape: [channels] }),
  }
}

function normalize(g: Graph, p: Settings, x: Value, scale: Value, shift: Value): Value {
  const moving = (name: string) => g.weight(name, 'full')
  const attributes = { epsilon: p.epsilon, data_format: 'NHWC' }
  // As in Keras, a frozen layer runs in inference mode in training too.
  if (!g.training || !p.trainable) {
    const inputs = [x, scale, shift, moving('movingMean'), moving('movingVariance')]
    return g.op('FusedBatchNormV3', inputs, { ...attributes, is_training: false })
  }
  const nothing = g.constant([], { type: 'float32', shape: [0] })
  const [result = x, mean = scale, variance = scale] = g.outputs(
    'FusedBatchNormV3',
    [x, scale, shift, nothing, nothing],
    { ...attributes, is_training: true, exponential_avg_factor: 1 },
  )
  moveTowards(g, p.momentum, 'movingMean', mean)
  moveTowards(g, p.momentum, 'movingVariance', g.op('Mul', [variance, biased(g, x)]))
  return result
}

/** (N − 1) ÷ N turns the operation's unbiased variance into the biased one that Keras averages. */
function biased(g: Graph, x: Value): Value {
  const numbers = g.op('Cast', [g.op('Size', [x], { out_type: 'int32' })], { DstT: 'float32' })
  const channels = g.constant(channelsOf(x.shape))
  return g.op('Sub', [g.constant(1), g.op('RealDiv', [channels, numbers])])
}

function moveTowards(g: Graph, momentum: number, name: string, batch: Value): void {
  const kept = g.op('Mul', [g.weight(name, 'full'), g.constant(momentum)])
  const added = g.op('Mul', [batch, g.constant(1 - momentum)])
  g.update(name, g.op('AddV2', [kept, added]))
}

function reshape(g: Graph, x: Value, sizes: readonly number[]): Value {
  return g.op('Reshape', [x, g.constant([-1, ...sizes], { type: 'int32' })])
}

function channelsOf(shape: readonly number[]): number {
  return shape[shape.length - 1] ?? 1
}
