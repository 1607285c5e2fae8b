// Sums over the layers, and the estimate of training memory.
import type { NetworkDocument } from '../document/types.ts'
import type { Layer, Network, Totals } from './network.ts'
import { stepSettingsOf } from './step-settings.ts'
import { trainingMemory } from './training-memory.ts'

const bytesPerNumber = 4

export function totalsOf(
  document: NetworkDocument,
  network: Pick<Network, 'layers' | 'outputs' | 'trainingOnly'>,
): Totals {
  const { layers, trainingOnly } = network
  const whole = sumsOf(layers)
  const trainable = layers.reduce((sum, layer) => sum + layer.trainableCount, 0)
  const inUse = layers.filter(({ id }) => !trainingOnly.layers.has(id))
  return {
    ...whole,
    trainable,
    nonTrainable: whole.parameters - trainable,
    peakTrainingBytes: trainingMemory(network, stepSettingsOf(document)).peak,
    complete: layers.every(layer => layer.outputShapes !== null),
    ...(inUse.length < layers.length && { inUse: sumsOf(inUse) }),
  }
}

function sumsOf(layers: readonly Layer[]): NonNullable<Totals['inUse']> {
  let parameters = 0
  let macs = 0
  let activationBytes = 0
  for (const layer of layers) {
    parameters += layer.parameterCount
    macs += layer.macs
    activationBytes += layer.activationBytes
  }
  const weightBytes = parameters * bytesPerNumber
  return { parameters, macs, flops: 2 * macs, weightBytes, activationBytes }
}
