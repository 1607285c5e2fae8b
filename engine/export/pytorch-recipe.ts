// The drawing's training settings as lines of train.py.
import type { NetworkDocument, Optimizer } from '../../shared/document/types.ts'
import {
  borrowedText,
  borrowsLabels,
  type LearnedOutput,
  learnedOutputs,
  mixesLabels,
  trainingOf,
} from './learned-outputs.ts'
import { noRules, type RuleText } from './pytorch-rules.ts'

export function pytorchRecipe(document: NetworkDocument, rules: RuleText = noRules): string {
  const { optimizer, epochs, batchSize, dataset } = trainingOf(document)
  const outputs = learnedOutputs(document)
  const isMixed = mixesLabels(document)
  const classes = outputs.flatMap(({ id, hasClasses, shape }) =>
    hasClasses ? [`${JSON.stringify(id)}: ${shape.at(-1) ?? 1}`] : [],
  )
  return `EPOCHS = ${epochs}
BATCH_SIZE = ${batchSize}
VALIDATION = ${dataset.validation ?? 0.1}
# The outputs that choose between classes, and how many.
CLASSES = {${classes.join(', ')}}
${borrowedText(outputs)}${rules.penalties}${rules.constraints}${rules.tables}

def make_optimizer(groups: list[dict]) -> torch.optim.Optimizer:
    return ${optimizerText(optimizer)}


def loss_of(answers: Named, labels: Named) -> Tensor:
    ${sumText(outputs.map(output => weighted(output, isMixed)))}


`
}

/** Which parts of train.py the drawing needs. */
export function pytorchParts(
  document: NetworkDocument,
  { penalties, constraints, tables }: RuleText,
): Readonly<Record<string, boolean>> {
  return {
    borrowed: borrowsLabels(learnedOutputs(document)),
    mixing: mixesLabels(document),
    penalties: penalties !== '',
    constraints: constraints !== '',
    tables: tables !== '',
    bounds: constraints.includes(': bounded'),
  }
}

function sumText(terms: readonly string[]): string {
  if (terms.length === 1) return `return ${terms[0]}`
  return `return (\n        ${terms.join('\n        + ')}\n    )`
}

function weighted(output: LearnedOutput, isMixed: boolean): string {
  const text = lossText(output, isMixed)
  return output.weight === 1 ? text : `${output.weight} * ${text}`
}

function lossText(output: LearnedOutput, isMixed: boolean): string {
  const { id, loss, smoothing, fromLogits } = output
  const [answers, labels] = [`answers[${JSON.stringify(id)}]`, `labels[${JSON.stringify(id)}]`]
  const shaped = `${labels}.view_as(${answers})`
  switch (loss) {
    case 'meanSquaredError':
      return `F.mse_loss(${answers}, ${shaped})`
    case 'meanAbsoluteError':
      return `F.l1_loss(${answers}, ${shaped})`
    case 'binaryCrossentropy': {
      const wanted = smoothing > 0 ? `${1 - smoothing} * ${shaped} + ${smoothing / 2}` : shaped
      return `F.binary_cross_entropy${fromLogits ? '_with_logits' : ''}(${answers}, ${wanted})`
    }
    default:
      return crossEntropy(output, answers, labels, isMixed)
  }
}

/** Logarithms of probabilities are logits too: those of the same probabilities. */
function crossEntropy(
  { shape, smoothing, fromLogits }: LearnedOutput,
  answers: string,
  labels: string,
  isMixed: boolean,
): string {
  const rows = shape.length > 1 ? '.flatten(0, -2)' : ''
  const logits = `${answers}${rows}${fromLogits ? '' : '.clamp_min(1e-7).log()'}`
  const wanted = `${labels}${isMixed ? rows : '.flatten()'}`
  const smooth = smoothing > 0 ? [`label_smoothing=${smoothing}`] : []
  return `F.cross_entropy(${[logits, wanted, ...smooth].join(', ')})`
}

function optimizerText(optimizer: Optimizer): string {
  const { kind, learningRate, weightDecay = 0 } = optimizer
  // In PyTorch's Adam as in its SGD this is the gradient of weightDecay ÷ 2 · w², as in the drawing's training.
  const decay = weightDecay === 0 ? [] : [`weight_decay=${weightDecay}`]
  if (kind === 'adam') {
    const { beta1, beta2, epsilon } = optimizer
    const betas =
      beta1 === undefined && beta2 === undefined
        ? []
        : [`betas=(${beta1 ?? 0.9}, ${beta2 ?? 0.999})`]
    // Keras's epsilon.
    const parts = ['groups', `lr=${learningRate}`, ...betas, `eps=${epsilon ?? 1e-7}`, ...decay]
    return `torch.optim.Adam(${parts.join(', ')})`
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
