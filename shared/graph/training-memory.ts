// The memory of one training step: what lives at once while the layers run forwards and then, in reverse, backwards.
import { elements } from './facts.ts'
import type { Layer, Network } from './network.ts'
import { simulateStep } from './simulate-step.ts'
import { lanesOf } from './step-lanes.ts'
import { type StepSettings, slotsOf } from './step-settings.ts'

export interface TrainingMemory {
  /** Bytes at the moment of the most. */
  readonly peak: number
  /** During whose forward or backward step that is; null without layers. */
  readonly at: string | null
  readonly weights: number
  /** The optimizer's own numbers. */
  readonly slots: number
  /** The batch as it is handed over; TensorFlow reads it where it lies. */
  readonly batch: number
  /** What lives at the peak beside these: activations, masks, gradients. */
  readonly working: number
  /** Weight decay, gradients of weights on their way, and new weights beside the old ones. */
  readonly updates: number
  /** TensorFlow's own: the graph and the kernels made for it. */
  readonly graph: number
  /** What the allocator leaves unused in between. */
  readonly gaps: number
}

/**
 * What TensorFlow keeps of a graph beside its tensors, as measured: operations of the step, of evaluation and
 * prediction, compiled kernels. A weight brings its reading, writing, saving and updating with it, a lane all of the
 * layers again, and what TensorFlow has no operation for is made of many.
 */
const operations = { network: 120, weight: 16, layer: 8, several: 20, composed: 40 }
const bytesPerOperation = 20 * 2 ** 10
/**
 * Weights too: an update that may not write over them puts them elsewhere, and what it leaves fits the next activations
 * badly. In TensorFlow's own log its allocator spans 4 % (ViT) to 29 % (U-Net) more than lives at most.
 */
const gaps = 0.1

export function trainingMemory(
  network: Pick<Network, 'layers' | 'outputs'>,
  settings: StepSettings,
): TrainingMemory {
  let parameters = 0
  let trainable = 0
  let fed = 0
  let weights = 0
  let composed = 0
  for (const layer of network.layers) {
    parameters += layer.parameterCount
    trainable += layer.trainableCount
    if (layer.type === 'input') fed += numbersOf(layer)
    if (layer.parameterCount > 0) weights += Object.keys(layer.weights).length
    if (isComposed(layer)) composed += operations.composed
    else if (layer.params && severalOperations.has(layer.params.activation ?? layer.type))
      composed += operations.several
  }
  const lanes = lanesOf(network.layers, settings)
  const perLane = operations.layer * network.layers.length + composed
  const count = operations.network + operations.weight * weights + lanes * perLane
  const step = simulateStep(network, settings, lanes)
  // In mixed precision the step computes with a narrow copy of every weight.
  const narrow = settings.precision === 'mixedBfloat16' ? 2 * parameters : 0
  const slots = 4 * slotsOf(settings.optimizer) * trainable
  const parts = {
    weights: 4 * parameters,
    slots,
    batch: 4 * settings.batchSize * fed,
    working: step.peak - step.updates + narrow,
    updates: step.updates,
    graph: bytesPerOperation * count,
    gaps: Math.round(gaps * (4 * parameters + slots + narrow + step.peak)),
  }
  const peak = Object.values(parts).reduce((sum, bytes) => sum + bytes)
  return { peak, at: step.at, ...parts }
}

/** Layers that TensorFlow has no single operation for. */
function isComposed({ type, declaration, params }: Layer): boolean {
  const group = declaration?.group
  if (group === 'attention' || params?.activation === 'gelu') return true
  return group === 'normalization' && type !== 'batchNormalization'
}

/** Activations that are a handful of operations each, forwards and backwards. */
const severalOperations: ReadonlySet<unknown> = new Set(['swish', 'hardSwish', 'hardSigmoid'])

function numbersOf({ outputShapes }: Layer): number {
  return (outputShapes ?? []).reduce((sum, shape) => sum + elements(shape), 0)
}
