// Where a step cuts its batch, and where it copies it.
import type { Layer } from './network.ts'
import type { StepSettings } from './step-settings.ts'

/** In full precision the input layer hands on the batch itself, unless it is scaled, or cut into lanes. */
export function copiesBatch(layers: readonly Layer[], settings: StepSettings): boolean {
  const { precision, standardize } = settings
  return precision === 'mixedBfloat16' || standardize || runsInLanes(layers, settings)
}

/** Whether a trainer with two threads cuts the batch for them (engine/train/thread-plan.ts). */
export function runsInLanes(layers: readonly Layer[], { batchSize }: StepSettings): boolean {
  let trainable = 0
  let activations = 0
  for (const { trainableCount, activationBytes, declaration, params } of layers) {
    if (params !== null && declaration?.mixesExamples?.(params) === true) return false
    trainable += trainableCount
    activations += activationBytes / 4
  }
  return batchSize > 1 && trainable <= activations * batchSize
}
