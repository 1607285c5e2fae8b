import { DataError, formatCount } from './data-error.ts'

export const largestClassCount = 100_000

/** Checks class numbers and counts the classes; `offsetOf` gives the byte of a label. */
export function countClasses(
  labels: ArrayLike<number>,
  file: string,
  offsetOf?: (index: number) => number,
): number {
  let largest = -1
  for (let index = 0; index < labels.length; index += 1) {
    const label = labels[index] as number
    if (!Number.isInteger(label) || label < 0 || label >= largestClassCount) {
      throw new DataError(
        `label ${formatCount(index)} is ${label}. Labels are whole numbers from 0 to ${formatCount(largestClassCount - 1)}.`,
        { file, offset: offsetOf?.(index) },
      )
    }
    if (label > largest) largest = label
  }
  return largest + 1
}

/** '0' … 'n-1', for files that name no classes. */
export function numberedClasses(count: number): string[] {
  return Array.from({ length: count }, (_, index) => String(index))
}
