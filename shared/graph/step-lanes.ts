// Where a step cuts its batch, and where it copies it.
import type { Layer } from './network.ts'
import type { StepSettings } from './step-settings.ts'

/** In full precision the input layer hands on the batch itself, unless it is scaled, or cut into lanes. */
export function copiesBatch({ precision, standardize }: StepSettings, lanes: number): boolean {
  return precision === 'mixedBfloat16' || standardize || lanes > 1
}

/** Whether, in training, what becomes of an example depends on the others of its batch. */
export function mixesExamples({ declaration, params }: Layer): boolean {
  return params !== null && declaration?.mixesExamples?.(params) === true
}

/** Into how many parts a trainer with two threads cuts the batch (engine/train/thread-plan.ts). */
export function lanesOf(layers: readonly Layer[], { batchSize }: StepSettings): number {
  let trainable = 0
  let activations = 0
  for (const layer of layers) {
    if (mixesExamples(layer) && !layer.declaration?.lowerLanes) return 1
    trainable += layer.trainableCount
    activations += layer.activationBytes / 4
  }
  return batchSize > 1 && trainable <= activations * batchSize ? 2 : 1
}
