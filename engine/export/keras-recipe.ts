// The drawing's training settings as lines of train.py.
import type { Loss, NetworkDocument, Optimizer } from '../../shared/document/types.ts'
import {
  borrowedText,
  borrowsLabels,
  type LearnedOutput,
  learnedOutputs,
  mixesLabels,
  trainingOf,
} from './learned-outputs.ts'

const lossClasses: Readonly<Record<Loss, string>> = {
  categoricalCrossentropy: 'CategoricalCrossentropy',
  sparseCategoricalCrossentropy: 'CategoricalCrossentropy',
  binaryCrossentropy: 'BinaryCrossentropy',
  meanSquaredError: 'MeanSquaredError',
  meanAbsoluteError: 'MeanAbsoluteError',
}

export function kerasRecipe(document: NetworkDocument): string {
  const { optimizer, epochs, batchSize, dataset } = trainingOf(document)
  const { weightDecay = 0 } = optimizer
  const outputs = learnedOutputs(document)
  const isMixed = mixesLabels(document)
  const metrics = outputs.map(({ loss }) => (loss.endsWith('Crossentropy') ? '["accuracy"]' : '[]'))
  return `OPTIMIZER = ${optimizerText(optimizer)}
# In the order of the outputs.
LOSSES = [${outputs.map(output => lossText(output, isMixed)).join(', ')}]
LOSS_WEIGHTS = [${outputs.map(({ weight }) => weight).join(', ')}]
METRICS = [${metrics.join(', ')}]
${borrowedText(outputs)}EPOCHS = ${epochs}
BATCH_SIZE = ${batchSize}
VALIDATION = ${dataset.validation ?? 0.1}
${weightDecay > 0 ? `WEIGHT_DECAY = ${weightDecay}\n` : ''}`
}

/** Which parts of train.py the drawing needs. */
export function kerasParts(document: NetworkDocument): Readonly<Record<string, boolean>> {
  const outputs = learnedOutputs(document)
  const isMixed = mixesLabels(document)
  return {
    borrowed: borrowsLabels(outputs),
    decay: (trainingOf(document).optimizer.weightDecay ?? 0) > 0,
    mixing: isMixed,
    shares: outputs.some(output => takesShares(output, isMixed)),
  }
}

/** Keras smooths and mixes labels that are shares of classes, not class numbers. */
function takesShares({ hasClasses, smoothing }: LearnedOutput, isMixed: boolean): boolean {
  return hasClasses && (smoothing > 0 || isMixed)
}

function lossText(output: LearnedOutput, isMixed: boolean): string {
  const { loss, fromLogits, hasClasses, smoothing } = output
  const settings = [
    ...(fromLogits ? ['from_logits=True'] : []),
    ...(smoothing > 0 ? [`label_smoothing=${smoothing}`] : []),
  ]
  const sparse = hasClasses && !takesShares(output, isMixed) ? 'Sparse' : ''
  return `keras.losses.${sparse}${lossClasses[loss]}(${settings.join(', ')})`
}

function optimizerText(optimizer: Optimizer): string {
  const { kind, learningRate } = optimizer
  const momentum = optimizer.momentum ?? (kind === 'momentum' ? 0.9 : 0)
  const own =
    kind === 'adam'
      ? [
          ['beta_1', optimizer.beta1],
          ['beta_2', optimizer.beta2],
          ['epsilon', optimizer.epsilon],
        ]
      : [
          ['momentum', momentum === 0 ? undefined : momentum],
          ['nesterov', optimizer.nesterov === true ? 'True' : undefined],
        ]
  const parts = [['learning_rate', learningRate], ...own].flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${value}`],
  )
  return `keras.optimizers.${kind === 'adam' ? 'Adam' : 'SGD'}(${parts.join(', ')})`
}
