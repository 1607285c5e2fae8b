// Sums over the layers, and the estimate of training memory.
import type { NetworkDocument } from '../document/types.ts'
import type { Network, Totals } from './network.ts'
import { stepSettingsOf } from './step-settings.ts'
import { trainingMemory } from './training-memory.ts'

const bytesPerNumber = 4

export function totalsOf(
  document: NetworkDocument,
  network: Pick<Network, 'layers' | 'outputs'>,
): Totals {
  let parameters = 0
  let trainable = 0
  let macs = 0
  let activationBytes = 0
  let complete = true
  for (const layer of network.layers) {
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
    peakTrainingBytes: trainingMemory(network, stepSettingsOf(document)).peak,
    complete,
  }
}
