// The parameter schema of layers. One declaration gives the TypeScript type, the default, the
// check on load, the inspector's control and the line in the help.
import type { Json } from '../document/types.ts'

export type ParameterKind =
  | 'int'
  | 'number'
  | 'choice'
  | 'flag'
  | 'pair'
  | 'triple'
  | 'padding'
  | 'sides'
  | 'dims'
  | 'list'
  | 'numbers'
  | 'formula'
  | 'variant'
  | 'arguments'
  | 'values'

/** One parameter of a layer. `T` is what the layer's functions receive after `parse`. */
export interface Parameter<T> {
  readonly kind: ParameterKind
  readonly label: string
  /** The value that an absent parameter has, as it would be written in a file. */
  readonly default: Json
  readonly help?: string
  readonly options?: readonly string[]
  readonly minimum?: number
  readonly maximum?: number
  /** True where Keras has no default of its own: emitted code always writes it. */
  readonly required?: boolean
  /** Of a word with arguments of its own: what each word takes. */
  readonly variants?: Readonly<Record<string, Schema>>
  /** Of an object of arguments: what it takes. */
  readonly parts?: Schema
  /** Throws a `ParameterError` whose message completes "NAME is VALUE; it …". */
  readonly parse: (value: Json) => T
}

export type Schema = Readonly<Record<string, Parameter<unknown>>>
export type Values<S extends Schema> = {
  readonly [K in keyof S]: S[K] extends Parameter<infer T> ? T : never
}

/** The message says what the value must be: "must be a whole number from 1". */
export class ParameterError extends Error {}

export interface Options {
  readonly help?: string
  readonly required?: boolean
  readonly minimum?: number
  readonly maximum?: number
}

/** Sizes are 32 bits wide in TensorFlow's kernels. */
export const largest = 2 ** 31 - 1

function range(minimum: number | undefined, maximum: number | undefined, given?: Json): string {
  const least = minimum === undefined ? '' : ` of at least ${counted(minimum)}`
  // The limit of 32 bits is said only to those who have passed it.
  const isFar = maximum === largest && !(typeof given === 'number' && given > largest)
  if (maximum === undefined || maximum === Infinity || isFar) return least
  return minimum === undefined
    ? ` of at most ${counted(maximum)}`
    : ` from ${counted(minimum)} to ${counted(maximum)}`
}

function counted(value: number): string {
  return Number.isInteger(value) ? value.toLocaleString('en-US') : String(value)
}

export function wholeNumber(value: Json, minimum: number, maximum: number): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= minimum && value <= maximum)
    return value
  throw new ParameterError(`must be a whole number${range(minimum, maximum, value)}`)
}

/** A whole number, by default at least 1. */
export function int(label: string, value: number, options: Options = {}): Parameter<number> {
  const minimum = options.minimum ?? 1
  const maximum = options.maximum ?? largest
  return {
    kind: 'int',
    label,
    default: value,
    ...options,
    minimum,
    maximum,
    parse: given => wholeNumber(given, minimum, maximum),
  }
}

/** A finite number. */
export function number(label: string, value: number, options: Options = {}): Parameter<number> {
  const { minimum = -Infinity, maximum = Infinity } = options
  return {
    kind: 'number',
    label,
    default: value,
    ...options,
    parse: given => {
      const isNumber = typeof given === 'number' && Number.isFinite(given)
      if (isNumber && given >= minimum && given <= maximum) return given
      throw new ParameterError(`must be a number${range(options.minimum, options.maximum)}`)
    },
  }
}

/** Like `number`; absent or null leaves it out, and `help` says what that means. */
export function optionalNumber(
  label: string,
  help: string,
  options: Omit<Options, 'help' | 'required'> = {},
): Parameter<number | null> {
  const whole = number(label, 0, { ...options, help })
  return { ...whole, default: null, parse: given => (given === null ? null : whole.parse(given)) }
}

/** One of a few words. */
export function choice<const T extends string>(
  label: string,
  words: readonly T[],
  value: NoInfer<T>,
  options: Omit<Options, 'minimum' | 'maximum'> = {},
): Parameter<T> {
  return {
    kind: 'choice',
    label,
    default: value,
    options: words,
    ...options,
    parse: given => {
      const found = words.find(word => word === given)
      if (found !== undefined) return found
      throw new ParameterError(`must be one of ${words.join(', ')}`)
    },
  }
}

export function flag(
  label: string,
  value: boolean,
  options: { readonly help?: string } = {},
): Parameter<boolean> {
  return {
    kind: 'flag',
    label,
    default: value,
    ...options,
    parse: given => {
      if (typeof given === 'boolean') return given
      if (given === 1 || given === 0) return given === 1 // the value of a comparison
      throw new ParameterError('must be true or false')
    },
  }
}

/** A list of sizes; with `unknown`, one of them may be -1. */
export function dims(
  label: string,
  value: readonly number[],
  options: { readonly unknown?: boolean; readonly help?: string; readonly required?: boolean } = {},
): Parameter<readonly number[]> {
  const { unknown = false, ...rest } = options
  return {
    kind: 'dims',
    label,
    default: [...value],
    ...rest,
    parse: given => {
      const sizes = Array.isArray(given) ? given : []
      const free = sizes.filter(size => size === -1).length
      const fits = sizes.every(size => (size === -1 && unknown) || isSize(size as Json))
      if (sizes.length > 0 && sizes.length <= 8 && free <= 1 && fits) return sizes as number[]
      const extra = unknown ? ', one of them may be -1' : ''
      throw new ParameterError(`must be a list of whole numbers of at least 1${extra}`)
    },
  }
}

function isSize(value: Json): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= largest
}
