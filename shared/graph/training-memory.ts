// The memory of one training step: what lives at once while the layers run forwards and then, in reverse, backwards.
import { elements } from './facts.ts'
import type { Layer, Network } from './network.ts'
import { runsInLanes, simulateStep } from './simulate-step.ts'
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
  /** Gradients of weights that wait to be applied, and new weights beside the old ones. */
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
const operations = { network: 120, weight: 16, layer: 8, composed: 40 }
const bytesPerOperation = 20 * 2 ** 10
const gaps = 0.1

export function trainingMemory(
  network: Pick<Network, 'layers' | 'outputs'>,
  settings: StepSettings,
): TrainingMemory {
  let parameters = 0
  let trainable = 0
  let fed = 0
  let [weights, composed] = [0, 0]
  for (const layer of network.layers) {
    parameters += layer.parameterCount
    trainable += layer.trainableCount
    if (layer.type === 'input') fed += numbersOf(layer)
    if (layer.parameterCount > 0) weights += Object.keys(layer.weights).length
    if (isComposed(layer)) composed += 1
  }
  const lanes = runsInLanes(network.layers, settings) ? 2 : 1
  const perLane = operations.layer * network.layers.length + operations.composed * composed
  const count = operations.network + operations.weight * weights + lanes * perLane
  const step = simulateStep(network, settings)
  // Gradients wait for their turn to be applied, one a lane, and new weights stand beside the old ones, which others
  // still read; weight decay is computed at the start of the step.
  const updates = 4 * trainable * (lanes + 1 + ((settings.optimizer.weightDecay ?? 0) > 0 ? 1 : 0))
  // In mixed precision the step computes with a narrow copy of every weight.
  const narrow = settings.precision === 'mixedBfloat16' ? 2 * parameters : 0
  const parts = {
    weights: 4 * parameters,
    slots: 4 * slotsOf(settings.optimizer) * trainable,
    batch: 4 * settings.batchSize * fed,
    working: step.peak + narrow,
    updates,
    graph: bytesPerOperation * count,
    gaps: Math.round(gaps * (step.peak + narrow + updates)),
  }
  const peak = Object.values(parts).reduce((sum, bytes) => sum + bytes)
  return { peak, at: step.at, ...parts }
}

/** Layers that TensorFlow has no single operation for. */
function isComposed({ type, declaration, params }: Layer): boolean {
  const group = declaration?.group
  if (group === 'attention' || params?.activation === 'gelu') return true
  return group === 'normalization' && !wholeNormalizations.has(type)
}

const wholeNormalizations = new Set(['batchNormalization', 'localResponseNormalization'])

function numbersOf({ outputShapes }: Layer): number {
  return (outputShapes ?? []).reduce((sum, shape) => sum + elements(shape), 0)
}
