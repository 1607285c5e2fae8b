// recipe.ts of an exported project: the drawing's training settings as data.
import type { NetworkDocument } from '../../shared/document/types.ts'
import { printString } from '../../shared/emit/typescript/values.ts'
import { type LearnedOutput, learnedOutputs, trainingOf } from './learned-outputs.ts'

/** `head` is the part of the file that declares its types. */
export function recipeText(document: NetworkDocument, head: string): string {
  const { dataset, epochs, batchSize, optimizer, labelSmoothing = 0 } = trainingOf(document)
  const { kind, learningRate, momentum, nesterov = false } = optimizer
  return `${head}export const recipe: Recipe = {
  outputs: [
${learnedOutputs(document).map(outputText).join('\n')}
  ],
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
  labelSmoothing: ${labelSmoothing},
  epochs: ${epochs},
  batchSize: ${batchSize},
  validation: ${dataset.validation ?? 0.1},
}
`
}

function outputText({ id, loss, weight, fromLogits, labels }: LearnedOutput): string {
  return `    {
      name: ${printString(id)},
      loss: ${printString(loss)},
      weight: ${weight},
      fromLogits: ${fromLogits},
      labels: ${printString(labels)},
    },`
}
