// Whether data suits a network, said with the numbers of both before TensorFlow sees either.
import { formatShape } from '../../shared/graph/format.ts'
import type { Compilation, Port, Target } from '../compile/compilation.ts'
import { type Dataset, fitsInput, type Part, sizeOf } from '../data/dataset.ts'
import { RunError } from './run-error.ts'

export interface Feed {
  readonly input: Port
  readonly target: Target
}

/** The input and output that a dataset feeds. Every kind of data has one of each. */
export function fitData(compilation: Compilation, dataset: Dataset): Feed {
  const [input, secondInput] = compilation.inputs
  const [target, secondTarget] = compilation.targets
  if (!input || !target) throw misfit('The network has no input or no output.')
  if (secondInput) {
    throw misfit(
      `The network has ${compilation.inputs.length} inputs (${names(compilation.inputs)}), but ${dataset.name} has one. Keep one input.`,
    )
  }
  if (secondTarget) {
    throw misfit(
      `The network has ${compilation.targets.length} outputs (${names(compilation.targets)}), but ${dataset.name} has one answer per example. Keep one output.`,
    )
  }
  checkInput(input, dataset)
  checkTarget(target, dataset)
  return { input, target }
}

function checkInput(input: Port, dataset: Dataset): void {
  const { shape } = dataset.training.examples
  if (fitsInput(shape, input.shape)) return
  throw misfit(
    `${input.id} takes ${formatShape(input.shape)}, but the examples of ${dataset.name} are ${formatShape(shape) || 'single numbers'}. Set the input's shape to ${JSON.stringify(shape)}.`,
  )
}

function checkTarget(target: Target, dataset: Dataset): void {
  const { targets } = dataset.training.examples
  if (target.type === 'int32' && targets.kind === 'values') {
    throw misfit(
      `The loss ${target.loss} needs classes, but the answers of ${dataset.name} are values. Use meanSquaredError.`,
    )
  }
  if (target.type === 'int32') checkClasses(target, dataset)
  else if (target.loss === 'binaryCrossentropy') checkBinary(target, dataset)
  else checkValues(target, dataset)
}

function checkValues(target: Target, dataset: Dataset): void {
  const { targets } = dataset.training.examples
  const units = sizeOf(target.shape)
  const wanted = targets.kind === 'classes' ? 1 : sizeOf(targets.shape)
  if (wanted === units) return
  throw misfit(
    `${target.id} gives ${units} values, but each answer of ${dataset.name} has ${wanted}. Use ${wanted} units.`,
  )
}

function checkClasses(target: Target, dataset: Dataset): void {
  const units = target.shape.at(-1) ?? 1
  const classes = dataset.classNames.length
  if (classes <= units) return
  throw misfit(
    `${target.id} tells ${units} classes apart, but ${dataset.name} has ${classes}. Use ${classes} units.`,
  )
}

function checkBinary(target: Target, dataset: Dataset): void {
  const { targets } = dataset.training.examples
  const units = sizeOf(target.shape)
  const wanted = targets.kind === 'classes' ? 1 : sizeOf(targets.shape)
  if (units === wanted && (targets.kind === 'values' || dataset.classNames.length <= 2)) return
  if (targets.kind === 'classes' && dataset.classNames.length > 2) {
    throw misfit(
      `binaryCrossentropy tells two classes apart, but ${dataset.name} has ${dataset.classNames.length}. Use categoricalCrossentropy.`,
    )
  }
  throw misfit(
    `${target.id} gives ${units} values, but each answer of ${dataset.name} has ${wanted}. Use ${wanted} units.`,
  )
}

/** One NaN spoils every weight, and some layers (ReLU) hide where it came from. */
export function requireFinite(dataset: Dataset): void {
  const stores = new Set([dataset.training.examples, dataset.test?.examples])
  for (const examples of stores) {
    if (!examples) continue
    const what = examples === dataset.training.examples ? 'training' : 'test'
    const { inputs, targets, count } = examples
    if (inputs instanceof Float32Array) checkFinite(inputs, count, `${what} examples`, dataset)
    if (targets.kind === 'values') checkFinite(targets.values, count, `${what} answers`, dataset)
  }
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
