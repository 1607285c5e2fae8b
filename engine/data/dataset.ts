// The form in which a trainer consumes data: everything in memory, rows addressed by number.
import { DataError } from './data-error.ts'
import { splitRows } from './order.ts'

/** Answers to learn: class numbers 0 … k-1, or values of a given shape for regression. */
export type Targets =
  | { readonly kind: 'classes'; readonly values: Int32Array }
  | { readonly kind: 'values'; readonly values: Float32Array; readonly shape: readonly number[] }

/** What is read, row after row, as it lies in the files. */
export interface InputArray {
  /** Row-major, as many times the product of `shape` values as there are examples. */
  readonly inputs: Uint8Array | Float32Array
  /** Of one example: channels last, no batch axis; [] for a single number. */
  readonly shape: readonly number[]
  /** What a stored value is multiplied by before the network sees it: 1/255 for pictures, else 1. */
  readonly scale: number
}

/** Inputs with their answers; where they have names, the first of each. */
export interface Examples extends InputArray {
  readonly count: number
  readonly targets: Targets
  readonly named?: NamedArrays
}

/** Several inputs or kinds of answers, by the ids of the network that they were read for. */
export interface NamedArrays {
  readonly inputs: Readonly<Record<string, InputArray>>
  readonly answers: Readonly<Record<string, Targets>>
}

/** A choice of rows of some examples. Training and validation share one store. */
export interface Part {
  readonly count: number
  readonly examples: Examples
  /** Row numbers in `examples`, ascending. */
  readonly rows: Uint32Array
}

export interface Dataset {
  readonly name: string
  readonly training: Part
  /** Empty (count 0) where the specification asks for no validation. */
  readonly validation: Part
  readonly test?: Part
  /** One name per class; empty in regression. */
  readonly classNames: readonly string[]
  /** The same for every array of answers, where they have names. */
  readonly classNamesOf?: ClassNames
  /** sha256 over the contents of all examples, in hexadecimal. */
  readonly fingerprint: string
}

/** What a kind of data delivers; the rest of a dataset follows from it. */
export interface LoadedExamples {
  readonly name: string
  readonly training: Examples
  readonly test?: Examples
  readonly classNames: readonly string[]
  readonly classNamesOf?: ClassNames
}

export type ClassNames = Readonly<Record<string, readonly string[]>>

export function wholePart(examples: Examples): Part {
  const rows = Uint32Array.from({ length: examples.count }, (_, row) => row)
  return { count: examples.count, examples, rows }
}

/** Holds a seeded share back for validation; at least one example stays for training. */
export function splitExamples(
  examples: Examples,
  share: number,
  seed: number,
): { training: Part; validation: Part } {
  const { kept, heldBack } = splitRows(examples.count, share, seed)
  if (kept.length === 0) {
    throw new DataError('The data holds no training examples. Give at least one.')
  }
  return {
    training: { count: kept.length, examples, rows: kept },
    validation: { count: heldBack.length, examples, rows: heldBack },
  }
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1)
}

/** Whether examples fit an input: row-major data is the same with or without axes of size 1. */
export function fitsInput(shape: readonly number[], input: readonly number[]): boolean {
  const [a, b] = [shape, input].map(sizes => sizes.filter(size => size !== 1).join())
  return a === b
}
