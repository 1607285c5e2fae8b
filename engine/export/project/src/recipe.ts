// How the drawing says to train. The exporter writes this file anew.
export interface Recipe {
  loss: string
  /** True where the network ends without softmax or sigmoid. */
  fromLogits: boolean
  optimizer: {
    kind: string
    learningRate: number
    momentum: number
    nesterov: boolean
    beta1: number
    beta2: number
    epsilon: number
  }
  /** L2 on kernels. */
  weightDecay: number
  /** The share of every right answer that is spread over all. */
  labelSmoothing: number
  epochs: number
  batchSize: number
  /** The share of the examples that is kept back to check on. */
  validation: number
}

export const recipe: Recipe = {
  loss: 'categoricalCrossentropy',
  fromLogits: false,
  optimizer: {
    kind: 'adam',
    learningRate: 0.001,
    momentum: 0,
    nesterov: false,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-7,
  },
  weightDecay: 0,
  labelSmoothing: 0,
  epochs: 5,
  batchSize: 128,
  validation: 0.1,
}
