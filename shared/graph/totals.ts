// Sums over the layers, and the estimate of training memory.
import type { NetworkDocument, Training } from '../document/types.ts'
import type { Layer, Totals } from './network.ts'

const bytesPerNumber = 4

/** Further numbers that an optimizer keeps for every trainable weight. */
const slots = { sgd: 0, momentum: 1, adam: 2 } as const

/** What the estimate assumes where a document has no training settings. */
const usual = { batchSize: 32, slots: 2 }

/**
 * Weights, gradients and optimizer slots, and for every example of the batch the input and every
 * output that is not a view, all in float32. Bytes.
 */
function peakTrainingBytes(
  training: Training | undefined,
  sums: { parameters: number; trainable: number; activationBytes: number },
): number {
  const kept = training ? slots[training.optimizer.kind] : usual.slots
  const numbers = sums.parameters + sums.trainable * (1 + kept)
  return numbers * bytesPerNumber + (training?.batchSize ?? usual.batchSize) * sums.activationBytes
}

export function totalsOf(document: NetworkDocument, layers: readonly Layer[]): Totals {
  let parameters = 0
  let trainable = 0
  let macs = 0
  let activationBytes = 0
  let complete = true
  for (const layer of layers) {
    parameters += layer.parameterCount
    trainable += layer.trainableCount
    macs += layer.macs
    activationBytes += layer.activationBytes
    if (layer.outputShapes === null) complete = false
  }
  return {
    parameters,
    trainable,
    nonTrainable: parameters - trainable,
    macs,
    flops: 2 * macs,
    weightBytes: parameters * bytesPerNumber,
    activationBytes,
    peakTrainingBytes: peakTrainingBytes(document.training, {
      parameters,
      trainable,
      activationBytes,
    }),
    complete,
  }
}
