// Settings of training that do not go with the network: initial weights, batch, rate, memory.
import { formatBytes } from '../format.ts'
import { general } from '../problems.ts'
import { activationOf, at, eachLayer, isWeighted, type Rule, setParams } from './context.ts'

/** SELU's fixed point needs dropout that keeps mean and variance. */
const seluDropout = eachLayer(['dropout'], (layer, context) => {
  const source = context.sourceOf(layer)
  if (!source || activationOf(source) !== 'selu') return null
  return at(
    context,
    layer,
    'selu-dropout',
    `${layer.name} sets values behind selu to 0, which moves mean and variance from the point that selu keeps. Use alphaDropout (Klambauer et al. 2017).`,
  )
})

const fewest = 4

/** Statistics of one or two examples are noise; of one after global pooling they are 0. */
const smallBatch: Rule = context => {
  const size = context.training?.batchSize ?? fewest
  if (size >= fewest) return []
  const norm = context
    .inGroup('normalization')
    .find(layer => layer.type === 'batchNormalization' && layer.params?.trainable !== false)
  if (!norm) return []
  return [
    at(
      context,
      norm,
      'small-batch-for-normalization',
      `${norm.name} takes its statistics from batches of ${size}. Use a batch size of 16 or more, or groupNormalization (Wu and He 2018).`,
      { severity: 'warning' },
    ),
  ]
}

/** Beyond these, training of usual networks diverges; below, it stands still. */
const rates = { sgd: [1e-6, 2], momentum: [1e-6, 1], adam: [1e-7, 0.05] } as const

const learningRate: Rule = ({ training }) => {
  if (!training) return []
  const { kind, learningRate: rate } = training.optimizer
  const [low, high] = rates[kind] ?? [0, Infinity]
  if (rate >= low && rate <= high) return []
  const usual = kind === 'adam' ? '0.001' : '0.01 to 0.1'
  return [
    general(
      'hint',
      'learning-rate',
      `The learning rate is ${rate}; with ${kind}, ${usual} is usual, and ${rate > high ? `above ${high} training mostly diverges` : `below ${low} hardly anything moves`}.`,
    ),
  ]
}

const usualMemory = 16 * 2 ** 30

const tooMuchMemory: Rule = ({ network, training }) => {
  const { peakTrainingBytes, activationBytes, parameters } = network.totals
  if (!training || peakTrainingBytes <= usualMemory) return []
  const fixed = peakTrainingBytes - training.batchSize * activationBytes
  const fits = Math.floor((usualMemory - fixed) / Math.max(1, activationBytes))
  const advice =
    fits >= 1
      ? `A batch of ${fits} would fit.`
      : `The ${parameters.toLocaleString('en-US')} weights alone with their gradients take ${formatBytes(fixed)}: make the network smaller.`
  return [
    general(
      'hint',
      'memory',
      `A training step needs about ${formatBytes(peakTrainingBytes)} at a batch size of ${training.batchSize}, more than the ${formatBytes(usualMemory)} of a usual machine. ${advice}`,
    ),
  ]
}

/** Weight decay that was asked for and reaches no weight. */
const idleDecay: Rule = ({ network, training }) => {
  const decay = training?.optimizer.weightDecay ?? 0
  if (decay <= 0 || network.totals.trainable === 0) return []
  const decays = network.layers.some(layer =>
    Object.values(layer.weights).some(
      weight => weight.decay === true && weight.trainable !== false,
    ),
  )
  if (decays) return []
  return [
    general(
      'hint',
      'idle-weight-decay',
      `The weight decay of ${decay} reaches no weight: it applies to kernels, and no trained layer has one.`,
    ),
  ]
}

/** Frozen kernels under statistics that still move, or the other way round. */
const halfFrozen = eachLayer(['batchNormalization'], (layer, context) => {
  const source = context.sourceOf(layer)
  if (!source || !isWeighted(source) || source.params?.trainable !== false) return null
  if (layer.params?.trainable === false) return null
  return at(
    context,
    layer,
    'half-frozen',
    `${source.name} is frozen and ${layer.name} behind it is not: its statistics go on moving, and what was learnt changes all the same. Freeze both.`,
    { mends: [setParams(`Freeze ${layer.name}`, { trainable: false })] },
  )
})

export const trainingRules: readonly Rule[] = [
  seluDropout,
  smallBatch,
  learningRate,
  tooMuchMemory,
  idleDecay,
  halfFrozen,
]
