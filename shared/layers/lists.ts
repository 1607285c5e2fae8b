// Parameters that are lists of whole numbers; a single number may stand for a list of one.
import type { Json } from '../document/types.ts'
import { type Parameter, ParameterError } from './parameters.ts'

interface ListOptions {
  readonly help?: string
  readonly required?: boolean
  /** Of each number. */
  readonly minimum?: number
  /** How many numbers at most. */
  readonly most?: number
}

const largest = 2 ** 31 - 1

/** A whole number or several of them, whichever is written. */
export function numberOrList(
  label: string,
  value: number | readonly number[],
  { minimum = -largest, most = 8, ...options }: ListOptions = {},
): Parameter<number | readonly number[]> {
  const fits = (given: Json | undefined) =>
    typeof given === 'number' && Number.isInteger(given) && given >= minimum && given <= largest
  return {
    kind: 'list',
    label,
    default: value,
    ...options,
    ...(minimum > -largest && { minimum }),
    parse: given => {
      const numbers: readonly Json[] = Array.isArray(given) ? given : [given]
      if (numbers.length > 0 && numbers.length <= most && numbers.every(fits))
        return given as number | readonly number[]
      const least = minimum > -largest ? ` of at least ${minimum}` : ''
      throw new ParameterError(`must be a whole number${least}, or a list of 1 to ${most} of them`)
    },
  }
}

/** The same, where one number and a list of one mean the same. */
export function list(
  label: string,
  value: number | readonly number[],
  options: ListOptions = {},
): Parameter<readonly number[]> {
  const either = numberOrList(label, value, options)
  return {
    ...either,
    parse: given => {
      const numbers = either.parse(given)
      return typeof numbers === 'number' ? [numbers] : numbers
    },
  }
}
