// The drawing's training settings as lines of train.py.
import { usualTraining } from '../../shared/document/parse-training.ts'
import type { Loss, NetworkDocument, Optimizer, Training } from '../../shared/document/types.ts'
import { analyse } from '../../shared/graph/analyse.ts'

export function pytorchRecipe(document: NetworkDocument): string {
  const training: Training = { dataset: { kind: 'npz' }, ...usualTraining, ...document.training }
  const network = analyse({ ...document, training })
  const [output = ''] = network.outputs
  const loss = training.losses?.[output]?.loss ?? training.loss
  const fromLogits = network.problems.some(({ code }) => /^no-(softmax|sigmoid)$/.test(code))
  return `EPOCHS = ${training.epochs}
BATCH_SIZE = ${training.batchSize}
VALIDATION = ${training.dataset.validation ?? 0.1}
CLASSES = ${loss.endsWith('ategoricalCrossentropy') ? 'True' : 'False'}


def make_optimizer(groups: list[dict]) -> torch.optim.Optimizer:
    return ${optimizerText(training.optimizer)}


def loss_of(y: Tensor, labels: Tensor) -> Tensor:
    ${lossText(loss, fromLogits)}
`
}

function lossText(loss: Loss, fromLogits: boolean): string {
  switch (loss) {
    case 'meanSquaredError':
      return 'return F.mse_loss(y, labels.reshape(y.shape))'
    case 'meanAbsoluteError':
      return 'return F.l1_loss(y, labels.reshape(y.shape))'
    case 'binaryCrossentropy':
      return `return F.binary_cross_entropy${fromLogits ? '_with_logits' : ''}(y, labels.reshape(y.shape))`
    default:
      return fromLogits
        ? 'return F.cross_entropy(y.flatten(0, -2), labels.flatten())'
        : '# The network ends in a softmax: what comes out are probabilities.\n    return F.nll_loss(torch.log(y.flatten(0, -2).clamp_min(1e-7)), labels.flatten())'
  }
}

function optimizerText(optimizer: Optimizer): string {
  const { kind, learningRate, weightDecay = 0 } = optimizer
  const decay = weightDecay === 0 ? [] : [`weight_decay=${weightDecay}`]
  if (kind === 'adam') {
    const { beta1, beta2, epsilon } = optimizer
    const betas =
      beta1 === undefined && beta2 === undefined
        ? []
        : [`betas=(${beta1 ?? 0.9}, ${beta2 ?? 0.999})`]
    // Keras's epsilon; the decay is that of AdamW, as in Keras.
    const parts = ['groups', `lr=${learningRate}`, ...betas, `eps=${epsilon ?? 1e-7}`, ...decay]
    return `torch.optim.Adam${weightDecay === 0 ? '' : 'W'}(${parts.join(', ')})`
  }
  const momentum = optimizer.momentum ?? (kind === 'momentum' ? 0.9 : 0)
  const parts = [
    'groups',
    `lr=${learningRate}`,
    ...(momentum === 0 ? [] : [`momentum=${momentum}`]),
    ...(optimizer.nesterov === true ? ['nesterov=True'] : []),
    ...decay,
  ]
  return `torch.optim.SGD(${parts.join(', ')})`
}
