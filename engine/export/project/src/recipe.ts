// How the drawing says to train. The exporter writes this file anew.
export interface Output {
  name: string
  loss: string
  /** What its loss counts in the total. */
  weight: number
  /** True where it ends without softmax or sigmoid. */
  fromLogits: boolean
  /** Whose labels it learns: its own, or those of another output. */
  labels: string
}

export interface Recipe {
  /** In the order of the model's outputs. */
  outputs: Output[]
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
  outputs: [
    { name: 'y', loss: 'categoricalCrossentropy', weight: 1, fromLogits: false, labels: 'y' },
  ],
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
