// recipe.ts of an exported project: the drawing's training settings as data.
import type { NetworkDocument, Training } from '../../shared/document/types.ts'
import { printString } from '../../shared/emit/typescript/values.ts'
import { analyse } from '../../shared/graph/analyse.ts'

const usual: Training = {
  dataset: { kind: 'npz' },
  loss: 'categoricalCrossentropy',
  optimizer: { kind: 'adam', learningRate: 0.001 },
  epochs: 5,
  batchSize: 128,
  seed: 1,
}

/** `head` is the part of the file that declares its type. */
export function recipeText(document: NetworkDocument, head: string): string {
  const training: Training = document.training ?? usual
  const network = analyse({ ...document, training })
  const { dataset, epochs, batchSize, optimizer } = training
  const { kind, learningRate, momentum, nesterov = false } = optimizer
  const [output = ''] = network.outputs
  const loss = training.losses?.[output]?.loss ?? training.loss
  const fromLogits = network.problems.some(({ code }) => /^no-(softmax|sigmoid)$/.test(code))
  return `${head}export const recipe: Recipe = {
  loss: ${printString(loss)},
  fromLogits: ${fromLogits},
  optimizer: {
    kind: ${printString(kind)},
    learningRate: ${learningRate},
    momentum: ${momentum ?? (kind === 'momentum' ? 0.9 : 0)},
    nesterov: ${nesterov},
    beta1: ${optimizer.beta1 ?? 0.9},
    beta2: ${optimizer.beta2 ?? 0.999},
    epsilon: ${optimizer.epsilon ?? 1e-7},
  },
  weightDecay: ${optimizer.weightDecay ?? 0},
  labelSmoothing: ${training.labelSmoothing ?? 0},
  epochs: ${epochs},
  batchSize: ${batchSize},
  validation: ${dataset.validation ?? 0.1},
}
`
}
