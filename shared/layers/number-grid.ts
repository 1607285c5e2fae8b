// Numbers in rows, as one types a kernel: nested lists of equal lengths.
import type { Json } from '../document/types.ts'
import type { Shape } from './define.ts'
import { type Parameter, ParameterError } from './parameters.ts'

export type NumberGrid = number | readonly NumberGrid[]

const most = 65_536

/** A number, or lists of numbers within lists; those of one level are equally long. */
export function numberGrid(label: string, help: string): Parameter<NumberGrid> {
  return {
    kind: 'values',
    label,
    default: 0,
    help,
    required: true,
    parse: given => {
      const shape = shapeOf(given)
      if (shape === null)
        throw new ParameterError(
          'must be a finite number or rows of them, all rows of one level equally long',
        )
      const count = shape.reduce((product, size) => product * size, 1)
      if (count > most)
        throw new ParameterError(`may hold ${most.toLocaleString('en-US')} numbers at most`)
      return given as NumberGrid
    },
  }
}

/** The lengths from the outermost list on; null where they are not one for each level. */
export function shapeOf(grid: Json | NumberGrid): Shape | null {
  if (typeof grid === 'number') return Number.isFinite(grid) ? [] : null
  if (!Array.isArray(grid) || grid.length === 0) return null
  const [first, ...others] = (grid as readonly Json[]).map(shapeOf)
  if (!first || others.some(other => other === null || other.join() !== first.join())) return null
  return [grid.length, ...first]
}

/** All numbers in reading order. */
export function numbersOf(grid: NumberGrid): readonly number[] {
  return typeof grid === 'number' ? [grid] : grid.flatMap(numbersOf)
}

/** Numbers in reading order as lists within lists. */
export function gridOf(numbers: readonly number[], shape: Shape): NumberGrid {
  const [size, ...rest] = shape
  if (size === undefined) return numbers[0] ?? 0
  const step = numbers.length / size
  return Array.from({ length: size }, (_, at) =>
    gridOf(numbers.slice(at * step, (at + 1) * step), rest),
  )
}
