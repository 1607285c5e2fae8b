// The drawing's training settings as lines of train.py.

import { usualTraining } from '../../shared/document/parse-training.ts'
import type { Loss, NetworkDocument, Optimizer, Training } from '../../shared/document/types.ts'
import { analyse } from '../../shared/graph/analyse.ts'

const lossClasses: Readonly<Record<Loss, string>> = {
  categoricalCrossentropy: 'SparseCategoricalCrossentropy',
  sparseCategoricalCrossentropy: 'SparseCategoricalCrossentropy',
  binaryCrossentropy: 'BinaryCrossentropy',
  meanSquaredError: 'MeanSquaredError',
  meanAbsoluteError: 'MeanAbsoluteError',
}

export function kerasRecipe(document: NetworkDocument): string {
  const training: Training = { dataset: { kind: 'npz' }, ...usualTraining, ...document.training }
  const network = analyse({ ...document, training })
  const [output = ''] = network.outputs
  const loss = training.losses?.[output]?.loss ?? training.loss
  const isCross = loss.endsWith('Crossentropy')
  const fromLogits = network.problems.some(({ code }) => /^no-(softmax|sigmoid)$/.test(code))
  const smoothing = isCross ? (training.labelSmoothing ?? 0) : 0
  const logits = isCross && fromLogits ? ['from_logits=True'] : []
  return `OPTIMIZER = ${optimizerText(training.optimizer)}
${lossText(loss, smoothing, logits)}
METRICS = ${isCross ? '["accuracy"]' : '[]'}
EPOCHS = ${training.epochs}
BATCH_SIZE = ${training.batchSize}
VALIDATION = ${training.dataset.validation ?? 0.1}
`
}

function lossText(loss: Loss, smoothing: number, logits: readonly string[]): string {
  const settings = smoothing === 0 ? logits : [...logits, `label_smoothing=${smoothing}`]
  const made = `keras.losses.${lossClasses[loss]}(${settings.join(', ')})`
  if (smoothing === 0 || loss === 'binaryCrossentropy') return `LOSS = ${made}`
  // Keras smooths labels that are shares of classes only.
  return `

def LOSS(labels, answers):
    wanted = keras.ops.one_hot(keras.ops.reshape(labels, keras.ops.shape(answers)[:-1]), answers.shape[-1])
    return keras.losses.categorical_crossentropy(wanted, answers, ${settings.join(', ')})

`
}

function optimizerText(optimizer: Optimizer): string {
  const { kind, learningRate, weightDecay = 0 } = optimizer
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
  const decay = ['weight_decay', weightDecay === 0 ? undefined : weightDecay]
  const parts = [['learning_rate', learningRate], ...own, decay].flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${value}`],
  )
  return `keras.optimizers.${kind === 'adam' ? 'Adam' : 'SGD'}(${parts.join(', ')})`
}
