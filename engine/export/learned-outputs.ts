// What each output of an exported network learns: every language writes the same.
import { usualTraining } from '../../shared/document/parse-training.ts'
import type { Loss, NetworkDocument, Training } from '../../shared/document/types.ts'
import { analyse } from '../../shared/graph/analyse.ts'
import { outputPorts } from '../../shared/graph/outputs.ts'
import { lossFor } from '../../shared/graph/training-only.ts'
import { takesClasses } from '../compile/losses.ts'

export interface LearnedOutput {
  readonly id: string
  /** Of one example. */
  readonly shape: readonly number[]
  readonly loss: Loss
  /** What its loss counts in the total. */
  readonly weight: number
  /** True where it ends without softmax or sigmoid. */
  readonly fromLogits: boolean
  /** Whether its labels are class numbers. */
  readonly hasClasses: boolean
  /** The share of every label that is spread over all. */
  readonly smoothing: number
  /** The output whose labels it learns: itself, or another. */
  readonly labels: string
}

export function trainingOf(document: NetworkDocument): Training {
  return { dataset: { kind: 'npz' }, ...usualTraining, ...document.training }
}

export function learnedOutputs(document: NetworkDocument): readonly LearnedOutput[] {
  const training = trainingOf(document)
  const network = analyse({ ...document, training })
  // A hint that somebody silenced still says how the layer ends.
  const hints = [...network.problems, ...network.silenced.map(({ problem }) => problem)]
  const open = new Set(
    hints.flatMap(({ code, node }) => (/^no-(softmax|sigmoid)$/.test(code) ? [node] : [])),
  )
  return outputPorts(network).map(port => {
    const own = lossFor(training.losses, port)
    const loss = own?.loss ?? training.loss
    const isCross = loss.endsWith('Crossentropy')
    return {
      id: port.id,
      shape: port.shape,
      loss,
      weight: own?.weight ?? 1,
      fromLogits: isCross && open.has(port.layer),
      hasClasses: takesClasses(loss),
      smoothing: isCross ? (training.labelSmoothing ?? 0) : 0,
      labels: own?.answersOf ?? port.id,
    }
  })
}

export function borrowsLabels(outputs: readonly LearnedOutput[]): boolean {
  return outputs.some(({ id, labels }) => labels !== id)
}

/** The lines of a Python program that say whose labels each output learns; empty where each has its own. */
export function borrowedText(outputs: readonly LearnedOutput[]): string {
  if (!borrowsLabels(outputs)) return ''
  const entries = outputs.map(
    ({ id, labels }) => `${JSON.stringify(id)}: ${JSON.stringify(labels)}`,
  )
  return `# Whose labels each output learns.\nLABELS = {${entries.join(', ')}}\n`
}

/** Whether a MixUp layer mixes examples, and with them their labels. */
export function mixesLabels(document: NetworkDocument): boolean {
  return analyse(document).layers.some(({ type, reached }) => type === 'mixUp' && reached)
}

/** What `train` is called with, a file for each: inputs, then the outputs that have labels of their own. */
export function trainingFiles(document: NetworkDocument): readonly string[] {
  const { inputs } = analyse(document)
  const outputs = learnedOutputs(document)
  if (inputs.length === 1 && outputs.length === 1) return ['images.npy', 'labels.npy']
  const labelled = outputs.filter(({ id, labels }) => id === labels)
  return [...inputs, ...labelled.map(({ id }) => id)].map(name => `${fileName(name)}.npy`)
}

function fileName(id: string): string {
  return id.replace(/[^\w.-]+/g, '-')
}

/** What the files of labels hold, in a sentence for each kind of output. */
export function labelsText(document: NetworkDocument): string {
  const outputs = learnedOutputs(document).filter(({ id, labels }) => id === labels)
  if (outputs.length === 1 && analyse(document).inputs.length === 1)
    return '`labels.npy` holds one label for each example.'
  const list = (kind: readonly LearnedOutput[]) => kind.map(({ id }) => `\`${id}\``).join(', ')
  const classes = outputs.filter(({ hasClasses }) => hasClasses)
  const values = outputs.filter(({ hasClasses }) => !hasClasses)
  return [
    'To train there is a file for each input and then for each output.',
    ...(classes.length > 0 ? [`Class numbers are in that of ${list(classes)}.`] : []),
    ...(values.length > 0
      ? [`Numbers as they should come out are in that of ${list(values)}.`]
      : []),
  ].join(' ')
}

/** The outputs that exist in training only, which nothing that leaves the program has. */
export function headsOf(drawn: NetworkDocument): readonly string[] {
  return [...analyse(drawn).trainingOnly.outputs]
}

/** A line for the parts of the drawing that no exported project has; empty where there are none. */
export function headsText(drawn: NetworkDocument): string {
  const heads = headsOf(drawn)
  if (heads.length === 0) return ''
  const names = heads.map(id => `\`${id}\``).join(', ')
  return `\nThe drawing learns ${names} in training only. The model here answers without, and trains on without.\n`
}
