// Whether data suits a network, said with the numbers of both before TensorFlow sees either.
import { formatShape } from '../../shared/graph/format.ts'
import type { Compilation, Port, Target } from '../compile/compilation.ts'
import {
  type Dataset,
  type Examples,
  fitsInput,
  type InputArray,
  type NamedArrays,
  type Part,
  sizeOf,
  type Targets,
} from '../data/dataset.ts'
import { RunError } from './run-error.ts'

/** An input and the array that feeds it; null: the only one. */
export interface FedInput {
  readonly port: Port
  readonly array: string | null
}

/** An output and the array of its answers; null: the only one. */
export interface FedTarget {
  readonly target: Target
  readonly array: string | null
  /** Empty in regression. */
  readonly classNames: readonly string[]
}

/** What of the data goes where. */
export interface Feed {
  readonly inputs: readonly FedInput[]
  readonly targets: readonly FedTarget[]
}

export function inputOf(examples: Examples, { array }: Pick<FedInput, 'array'>): InputArray {
  return (array === null ? undefined : examples.named?.inputs[array]) ?? examples
}

export function answersOf(examples: Examples, { array }: Pick<FedTarget, 'array'>): Targets {
  return (array === null ? undefined : examples.named?.answers[array]) ?? examples.targets
}

export function fitData({ inputs, targets }: Compilation, dataset: Dataset): Feed {
  if (inputs.length === 0 || targets.length === 0)
    throw misfit('The network has no input or no output.')
  const { named } = dataset.training.examples
  if (!named) requireOneOfEach(inputs, targets, dataset)
  const feed = {
    inputs: inputs.map(port => ({ port, array: named ? port.id : null })),
    targets: targets.map(target => fedTarget(target, targets, dataset)),
  }
  for (const fed of feed.inputs) checkInput(fed, dataset)
  for (const fed of feed.targets) checkTarget(fed, dataset)
  return feed
}

/** Most kinds of data have one input and one answer for each example. */
function requireOneOfEach(
  inputs: readonly Port[],
  targets: readonly Target[],
  dataset: Dataset,
): void {
  if (inputs.length > 1)
    throw misfit(
      `The network has ${inputs.length} inputs (${names(inputs)}), but ${dataset.name} has one. Use npz:FILE with an array for each, named like the input.`,
    )
  const answered = targets.filter(target => !target.trainingOnly && target.answersOf === null)
  if (answered.length > 1)
    throw misfit(
      `The network has ${answered.length} outputs (${names(answered)}), but ${dataset.name} has one answer per example. Use npz:FILE with an array for each, named like the output, or say in training.losses whose answers an output learns: "answersOf".`,
    )
}

function fedTarget(target: Target, targets: readonly Target[], dataset: Dataset): FedTarget {
  const { named } = dataset.training.examples
  if (!named) return { target, array: null, classNames: dataset.classNames }
  const array = arrayFor(target, targets, named.answers)
  return { target, array, classNames: dataset.classNamesOf?.[array] ?? [] }
}

/** Its own, else those of the output that it names, else those of the first that predicts. */
function arrayFor(
  target: Target,
  targets: readonly Target[],
  answers: NamedArrays['answers'],
): string {
  if (Object.hasOwn(answers, target.id)) return target.id
  const [first] = targets.filter(other => !other.trainingOnly && other.answersOf === null)
  const other = target.answersOf ?? first?.id ?? ''
  if (Object.hasOwn(answers, other)) return other
  throw misfit(
    `${target.id} learns the answers of ${other || 'no output'}, and the data has none for ${other || 'it'}. Name an output with answers of its own in training.losses, "answersOf".`,
  )
}

function checkInput(fed: FedInput, dataset: Dataset): void {
  const { port, array } = fed
  const { shape } = inputOf(dataset.training.examples, fed)
  if (fitsInput(shape, port.shape)) return
  const examples = array === null ? 'the examples' : `those for ${array}`
  throw misfit(
    `${port.id} takes ${formatShape(port.shape)}, but ${examples} of ${dataset.name} are ${formatShape(shape) || 'single numbers'}. Set the input's shape to ${JSON.stringify(shape)}.`,
  )
}

function checkTarget(fed: FedTarget, dataset: Dataset): void {
  const { target, classNames } = fed
  const targets = answersOf(dataset.training.examples, fed)
  if (target.type === 'int32' && targets.kind === 'values') {
    const whose = fed.array === null ? '' : ` for ${fed.array}`
    throw misfit(
      `The loss ${target.loss} needs classes, but the answers of ${dataset.name}${whose} are values. Use meanSquaredError.`,
    )
  }
  if (target.type === 'int32') checkClasses(target, classNames.length, dataset)
  else if (target.loss === 'binaryCrossentropy')
    checkBinary(target, targets, classNames.length, dataset)
  else checkValues(target, targets, dataset)
}

function checkValues(target: Target, targets: Targets, dataset: Dataset): void {
  const units = sizeOf(target.shape)
  const wanted = targets.kind === 'classes' ? 1 : sizeOf(targets.shape)
  if (wanted === units) return
  throw misfit(
    `${target.id} gives ${units} values, but each answer of ${dataset.name} has ${wanted}. Use ${wanted} units.`,
  )
}

function checkClasses(target: Target, classes: number, dataset: Dataset): void {
  const units = target.shape.at(-1) ?? 1
  if (classes <= units) return
  throw misfit(
    `${target.id} tells ${units} classes apart, but ${dataset.name} has ${classes}. Use ${classes} units.`,
  )
}

function checkBinary(target: Target, targets: Targets, classes: number, dataset: Dataset): void {
  const units = sizeOf(target.shape)
  const wanted = targets.kind === 'classes' ? 1 : sizeOf(targets.shape)
  if (units === wanted && (targets.kind === 'values' || classes <= 2)) return
  if (targets.kind === 'classes' && classes > 2) {
    throw misfit(
      `binaryCrossentropy tells two classes apart, but ${dataset.name} has ${classes}. Use categoricalCrossentropy.`,
    )
  }
  throw misfit(
    `${target.id} gives ${units} values, but each answer of ${dataset.name} has ${wanted}. Use ${wanted} units.`,
  )
}

/** One NaN spoils every weight, and some layers (ReLU) hide where it came from. */
export function requireFinite(dataset: Dataset): void {
  checkExamples(dataset.training.examples, 'training', dataset)
  if (dataset.test) checkExamples(dataset.test.examples, 'test', dataset)
}

function checkExamples(examples: Examples, part: string, dataset: Dataset): void {
  const { count, named } = examples
  const inputs = named ? Object.entries(named.inputs) : [['', examples] as const]
  const answers = named ? Object.entries(named.answers) : [['', examples.targets] as const]
  const what = (kind: string, id: string) => `${part} ${kind}${id === '' ? '' : ` for ${id}`}`
  for (const [id, array] of inputs)
    if (array.inputs instanceof Float32Array)
      checkFinite(array.inputs, count, what('examples', id), dataset)
  for (const [id, targets] of answers)
    if (targets.kind === 'values') checkFinite(targets.values, count, what('answers', id), dataset)
}

function checkFinite(values: Float32Array, count: number, what: string, dataset: Dataset): void {
  const at = values.findIndex(value => !Number.isFinite(value))
  if (at < 0) return
  const row = Math.floor(at / (values.length / count))
  throw new RunError(
    'input',
    'data-not-finite',
    `Number ${(row + 1).toLocaleString('en-US')} of the ${count.toLocaleString('en-US')} ${what} of ${dataset.name} holds ${values[at]}. Replace values that are not finite.`,
  )
}

/** For an evaluation on a part that the data may lack. */
export function requirePart(part: Part | undefined, what: string, dataset: Dataset): Part {
  if (part && part.count > 0) return part
  throw misfit(`${dataset.name} has no ${what} examples.`)
}

function names(ports: readonly Port[]): string {
  return ports.map(port => port.id).join(', ')
}

function misfit(message: string): RunError {
  return new RunError('input', 'data-does-not-fit', message)
}
