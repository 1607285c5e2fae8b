// How weights start, and what training adds to their loss.
import type { Shape } from '../../layers/define.ts'
import {
  type Draw,
  drawOf,
  fans,
  type Initializer,
  isParts,
  type OneInitializer,
  specOf,
} from '../../layers/initializers.ts'
import type { Layer } from '../network.ts'
import {
  activationOf,
  at,
  type Context,
  eachKind,
  eachLayer,
  isWeighted,
  mayHaveKernel,
  type Rule,
  setParams,
} from './context.ts'

/** Units that start alike stay alike: every one gets the same gradient. */
const constantKernel = eachLayer(mayHaveKernel, (layer, context) => {
  const value = isWeighted(layer) && !readsOwnChannel(layer) ? constantOf(layer) : null
  if (value === null) return null
  if (context.outputs.includes(layer) && value === 0) return null
  return at(
    context,
    layer,
    'constant-kernel',
    `All weights of ${layer.name} start at ${value}, so its units compute the same and learn the same. Draw them at random.`,
    {
      severity: 'warning',
      mends: [setParams('Use glorotUniform', { kernelInitializer: 'glorotUniform' })],
    },
  )
})

/** A depthwise unit gets the gradient of its channel, which no other has: ConvNeXt's layer scale starts so. */
function readsOwnChannel({ declaration, params }: Layer): boolean {
  return declaration?.type.startsWith('depthwise') === true && params?.depthMultiplier === 1
}

function constantOf(layer: Layer): number | null {
  const draw = drawOfKernel(layer)
  return draw?.kind === 'constant' ? draw.value : null
}

function drawOfKernel({ weights }: Layer): Draw | null {
  const kernel = weights.kernel
  return kernel ? drawOf(kernel.initializer, kernel.shape) : null
}

/** SELU keeps mean 0 and variance 1 only from LeCun's variance 1/fan in (Klambauer et al. 2017). */
const seluInitializer = eachKind(mayHaveKernel, (layer, context) => {
  const kernel = layer.weights.kernel
  if (!kernel || !isWeighted(layer) || activationOf(layer) !== 'selu') return null
  if (isLeCun(kernel.initializer)) return null
  return at(
    context,
    layer,
    'selu-initializer',
    `${layer.name} uses selu, which normalises itself only with weights of variance 1 ÷ fan in; ${nameOf(kernel.initializer)} has another.`,
    { mends: [setParams('Use leCunNormal', { kernelInitializer: 'leCunNormal' })] },
  )
})

function isLeCun(initializer: Initializer): boolean {
  const word = isParts(initializer) ? '' : specOf(initializer)
  if (typeof word === 'string') return word === 'leCunNormal' || word === 'leCunUniform'
  return word.kind === 'varianceScaling' && word.scale === 1 && word.mode === 'fanIn'
}

function nameOf(initializer: Initializer): string {
  if (isParts(initializer)) return 'this'
  return typeof initializer === 'string' ? initializer : initializer.kind
}

/** So many layers of ReLU in a row make of a wrong deviation one that is wrong to this power. */
const deep = 5
const far = 100

/** A fixed deviation knows nothing of the fan in; He's √(2 ÷ fan in) keeps the variance behind ReLU (2015). */
const farFromHe: Rule = context => {
  const found = context.layers.flatMap(layer => {
    const ratio = ratioToHe(layer, context)
    return ratio === null ? [] : [{ layer, ratio }]
  })
  const [first] = found
  if (!first || found.length < deep) return []
  const factor = found.reduce((product, { ratio }) => product * ratio, 1)
  if (factor < far && factor > 1 / far) return []
  const shape = first.layer.weights.kernel?.shape ?? []
  const [fanIn] = fans(shape)
  const he = Math.sqrt(2 / fanIn)
  const change =
    factor > 1 ? `${rounded(factor)} times as large` : `${rounded(1 / factor)} times smaller`
  return [
    at(
      context,
      first.layer,
      'far-from-he',
      `${first.layer.name} starts with weights of deviation ${rounded(first.ratio * he)}, and √(2 ÷ ${fanIn}) = ${rounded(he)} keeps the variance behind ReLU: after ${found.length} layers that start like this, values are about ${change}. Use heNormal.`,
      { mends: [setParams('Use heNormal', { kernelInitializer: 'heNormal' })] },
    ),
  ]
}

function ratioToHe(layer: Layer, context: Context): number | null {
  const kernel = layer.weights.kernel
  if (!kernel || !isWeighted(layer) || !hasFixedSpread(kernel.initializer)) return null
  const readers = context.readers(layer)
  const ends = [
    activationOf(layer),
    ...readers.map(activationOf),
    ...readers.map(({ type }) => type),
  ]
  if (!ends.some(end => end === 'relu')) return null
  // Its statistics take any factor out again.
  if (readers.some(({ declaration }) => declaration?.group === 'normalization')) return null
  return spreadOf(kernel.initializer, kernel.shape) / Math.sqrt(2 / fans(kernel.shape)[0])
}

function hasFixedSpread(initializer: Initializer): boolean {
  if (isParts(initializer)) return false
  return ['randomNormal', 'truncatedNormal', 'randomUniform'].includes(nameOf(initializer))
}

function spreadOf(initializer: OneInitializer | Initializer, shape: Shape): number {
  const draw = drawOf(initializer, shape)
  switch (draw.kind) {
    case 'uniform':
      return draw.limit / Math.sqrt(3)
    case 'normal':
      return draw.deviation
    case 'truncatedNormal':
      return draw.deviation * 0.8796
    default:
      return 0
  }
}

function rounded(value: number): string {
  return String(Number(value.toPrecision(3)))
}

/** Both pull the same weights towards 0. */
const decayedTwice: Rule = context => {
  const decay = context.training?.optimizer.weightDecay ?? 0
  if (decay <= 0) return []
  const twice = context.layers.find(layer =>
    Object.values(layer.weights).some(
      ({ decay, regularizer, trainable }) =>
        decay === true && trainable !== false && (regularizer?.l2 ?? 0) > 0,
    ),
  )
  if (!twice) return []
  const [weight] = Object.values(twice.weights).filter(({ regularizer }) => regularizer)
  const l2 = weight?.regularizer?.l2 ?? 0
  return [
    at(
      context,
      twice,
      'decayed-twice',
      `${twice.name} has an L2 penalty of ${l2}, whose gradient is ${rounded(2 * l2)}·w, and the optimizer’s weight decay adds ${decay}·w: together ${rounded(2 * l2 + decay)}·w. Keep one of the two.`,
    ),
  ]
}

export const weightRules: readonly Rule[] = [
  constantKernel,
  seluInitializer,
  farFromHe,
  decayedTwice,
]
