// How a network uses the threads it has: inside each operation, or in lanes of the batch (engine/compile/lanes).
import type { Layer, Network } from '../../shared/graph/network.ts'
import { mixesExamples } from '../../shared/graph/step-lanes.ts'
import { hasOwnOperations } from '../compile/own-operations.ts'
import { hasGpu } from './native-stamp.ts'

export interface ThreadPlan {
  /** Parts of a batch that are computed side by side. */
  readonly lanes: number
  /** Of each operation. */
  readonly threads: number
}

export interface Machine {
  readonly threads: number
  readonly gpu: boolean
  /** Whether TensorFlow knows our operations, by which batch normalization works over lanes. */
  readonly ownOperations: boolean
}

export function thisMachine(threads: number): Machine {
  return { threads, gpu: hasGpu(), ownOperations: hasOwnOperations() }
}

/** Every lane is a copy of the graph, and beyond four the first step takes longer than it is worth. */
const mostLanes = 4

const bytesPerNumber = 4

/**
 * Lanes where they are free to take: not on a GPU, whose threads are its own matter; not where an example's
 * result depends on its batch, unless the lanes can meet there; and not where adding up the lanes' gradients would cost more than it brings
 * (a dense layer of 103 million weights: 366 ms a step in one lane, 484 in two).
 */
export function planThreads(network: Network, batchSize: number, machine: Machine): ThreadPlan {
  const { threads, gpu, ownOperations } = machine
  const isWhole = (layer: Layer) =>
    mixesExamples(layer) && !(ownOperations && layer.declaration?.lowerLanes)
  const activations = (network.totals.activationBytes / bytesPerNumber) * batchSize
  const alone = gpu || network.layers.some(isWhole) || network.totals.trainable > activations
  const lanes = alone ? 1 : Math.max(1, Math.min(threads, mostLanes, batchSize))
  return { lanes, threads: Math.max(1, Math.floor(threads / lanes)) }
}
