// Parameters that are numbers of any size: ranges to draw from, one number per channel.
import type { Json } from '../document/types.ts'
import { type Parameter, ParameterError } from './parameters.ts'
import type { Pair } from './spatial.ts'

interface NumbersOptions {
  readonly help?: string
  readonly required?: boolean
  /** Of each number. */
  readonly minimum?: number
  readonly maximum?: number
}

function areNumbers(given: Json, { minimum = -Infinity, maximum = Infinity }: NumbersOptions) {
  const numbers: readonly Json[] = Array.isArray(given) ? given : [given]
  return numbers.every(
    value =>
      typeof value === 'number' && Number.isFinite(value) && value >= minimum && value <= maximum,
  )
}

function limits({ minimum, maximum }: NumbersOptions): string {
  if (minimum === undefined && maximum === undefined) return ''
  if (maximum === undefined) return ` of at least ${minimum}`
  return ` from ${minimum} to ${maximum}`
}

/** One number, or two to draw between; a layer says what one number means. */
export type Factor = number | Pair

export function factor(
  label: string,
  value: number | readonly [number, number],
  options: NumbersOptions = {},
): Parameter<Factor> {
  return {
    kind: 'numbers',
    label,
    default: value,
    ...options,
    parse: given => {
      const isPair = Array.isArray(given) && given.length === 2
      if ((typeof given === 'number' || isPair) && areNumbers(given, options))
        return given as unknown as Factor
      throw new ParameterError(`must be a number${limits(options)}, or a list of two: [low, high]`)
    },
  }
}

/** The same, or nothing. */
export function optionalFactor(
  label: string,
  help: string,
  options: Omit<NumbersOptions, 'help' | 'required'> = {},
): Parameter<Factor | null> {
  const whole = factor(label, 0, { ...options, help })
  return { ...whole, default: null, parse: given => (given === null ? null : whole.parse(given)) }
}

/** The lowest and the highest number of a picture. */
export const valueRange: Parameter<Pair> = {
  kind: 'numbers',
  label: 'Value range',
  default: [0, 255],
  help: 'The lowest and the highest number that a pixel can have: 0, 1 for the pictures that the program reads, 0, 255 for bytes.',
  parse: given => {
    const [low, high] = Array.isArray(given) && given.length === 2 ? (given as Json[]) : []
    if (typeof low === 'number' && typeof high === 'number' && low < high) return [low, high]
    throw new ParameterError('must be a list of two numbers, the lower one first')
  },
}

/** A number for all, or a list of them. */
export function numbers(
  label: string,
  value: number,
  options: NumbersOptions = {},
): Parameter<number | readonly number[]> {
  return {
    kind: 'numbers',
    label,
    default: value,
    ...options,
    parse: given => {
      const isList = Array.isArray(given) && given.length > 0
      if ((typeof given === 'number' || isList) && areNumbers(given, options))
        return given as number | readonly number[]
      throw new ParameterError(`must be a number${limits(options)}, or a list of them`)
    },
  }
}

/** The same, or nothing. */
export function optionalNumbers(
  label: string,
  help: string,
  options: Omit<NumbersOptions, 'help' | 'required'> = {},
): Parameter<number | readonly number[] | null> {
  const whole = numbers(label, 0, { ...options, help })
  return { ...whole, default: null, parse: given => (given === null ? null : whole.parse(given)) }
}

/** From −f to f, or from the lower to the higher of two. */
export function aroundZero(f: Factor): Pair {
  return typeof f === 'number' ? [-Math.abs(f), Math.abs(f)] : sorted(f)
}

/** From 0 to f, or from the lower to the higher of two. */
export function fromZero(f: Factor): Pair {
  return typeof f === 'number' ? [0, Math.abs(f)] : sorted(f)
}

function sorted([a, b]: Pair): Pair {
  return a <= b ? [a, b] : [b, a]
}

/** `±0.2`, `0.1 to 0.3`. */
export function rangeText([low, high]: Pair): string {
  if (low === high) return said(low)
  return low === -high ? `±${high}` : `${said(low)} to ${said(high)}`
}

function said(value: number): string {
  return String(value).replace('-', '−')
}
