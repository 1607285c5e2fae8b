// recipe.ts of an exported project: the drawing's training settings as data.
import type { NetworkDocument } from '../../shared/document/types.ts'
import { printString } from '../../shared/emit/typescript/values.ts'
import { analyse } from '../../shared/graph/analyse.ts'

const usual = {
  loss: 'categoricalCrossentropy',
  optimizer: { kind: 'adam', learningRate: 0.001 },
  epochs: 5,
  batchSize: 128,
} as const

/** `head` is the part of the file that declares its type. */
export function recipeText(document: NetworkDocument, head: string): string {
  const { loss, optimizer, epochs, batchSize } = document.training ?? usual
  const settings: NonNullable<NetworkDocument['training']>['optimizer'] = optimizer
  const fromLogits = analyse(document).problems.some(({ code }) =>
    /^no-(softmax|sigmoid)$/.test(code),
  )
  const momentum = settings.momentum ?? (settings.kind === 'momentum' ? 0.9 : 0)
  return `${head}export const recipe: Recipe = {
  loss: ${printString(loss)},
  fromLogits: ${fromLogits},
  optimizer: {
    kind: ${printString(settings.kind)},
    learningRate: ${settings.learningRate},
    momentum: ${momentum},
    nesterov: ${settings.nesterov ?? false},
    beta1: ${settings.beta1 ?? 0.9},
    beta2: ${settings.beta2 ?? 0.999},
    epsilon: ${settings.epsilon ?? 1e-7},
  },
  weightDecay: ${settings.weightDecay ?? 0},
  epochs: ${epochs},
  batchSize: ${batchSize},
}
`
}
