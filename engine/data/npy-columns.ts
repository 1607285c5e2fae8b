// Arrays of NumPy as inputs and as answers.
import { DataError } from './data-error.ts'
import { type InputArray, sizeOf, type Targets } from './dataset.ts'
import { countClasses } from './labels.ts'
import type { NpyArray } from './npy.ts'

export function toInput(array: NpyArray): InputArray {
  const inputs = array.values instanceof Uint8Array ? array.values : toFloats(array)
  return { inputs, shape: array.shape.slice(1), scale: 1 }
}

export function toFloats(array: NpyArray): Float32Array {
  return array.values instanceof Float32Array ? array.values : Float32Array.from(array.values)
}

/**
 * Whole numbers in one column and one-hot rows are classes; everything else is learned as values. Rows
 * of several answers, each yes or no, may look one-hot: `oneHot` false leaves them as they are.
 */
export function readTargets(
  y: NpyArray,
  count: number,
  file: string,
  oneHot = true,
): { readonly targets: Targets; readonly classes: number } {
  const width = sizeOf(y.shape.slice(1))
  if (!y.type.startsWith('f') && width === 1) {
    const classes = countClasses(y.values, file)
    return { targets: { kind: 'classes', values: Int32Array.from(y.values) }, classes }
  }
  const isTable = oneHot && y.shape.length === 2 && width > 1
  const labels = isTable ? readOneHot(y.values, count, width) : undefined
  if (labels) return { targets: { kind: 'classes', values: labels }, classes: width }
  if (width === 0) {
    throw new DataError(`has the shape (${y.shape.join(', ')}), so no answers at all.`, { file })
  }
  const shape = y.shape.length === 1 ? [1] : y.shape.slice(1)
  return { targets: { kind: 'values', values: toFloats(y), shape }, classes: 0 }
}

function readOneHot(
  values: ArrayLike<number>,
  count: number,
  width: number,
): Int32Array | undefined {
  const labels = new Int32Array(count).fill(-1)
  for (let at = 0; at < values.length; at += 1) {
    if (values[at] === 0) continue
    const row = Math.floor(at / width)
    if (values[at] !== 1 || labels[row] !== -1) return undefined
    labels[row] = at % width
  }
  return labels.includes(-1) ? undefined : labels
}
