// Kernels of image processing to pick by name. Layers correlate: a kernel is laid on the picture as written here.
import type { Shape } from './define.ts'

const threeByThree = {
  // Brighter to the right, or downwards (Sobel and Feldman, 1968); Prewitt, 1970, without the doubled middle.
  sobelX: [-1, 0, 1, -2, 0, 2, -1, 0, 1],
  sobelY: [-1, -2, -1, 0, 0, 0, 1, 2, 1],
  prewittX: [-1, 0, 1, -1, 0, 1, -1, 0, 1],
  prewittY: [-1, -1, -1, 0, 0, 0, 1, 1, 1],
  laplacian: [0, 1, 0, 1, -4, 1, 0, 1, 0],
  // The picture less its Laplacian.
  sharpen: [0, -1, 0, -1, 5, -1, 0, -1, 0],
  emboss: [-2, -1, 0, -1, 1, 1, 0, 1, 2],
} as const

export const filterNames = [
  'sobelX',
  'sobelY',
  'prewittX',
  'prewittY',
  'laplacian',
  'sharpen',
  'emboss',
  'boxBlur',
  'gaussianBlur',
] as const
export type FilterName = (typeof filterNames)[number]

/** The numbers of a filter over this window in reading order; null where it is of 3×3 and the window is not. */
export function filterNumbers(name: FilterName, window: Shape): readonly number[] | null {
  if (name === 'boxBlur') {
    const count = window.reduce((product, size) => product * size, 1)
    return Array<number>(count).fill(1 / count)
  }
  if (name === 'gaussianBlur')
    return window
      .map(binomial)
      .reduce((rows, axis) => rows.flatMap(row => axis.map(value => row * value)), [1])
  return window.join() === '3,3' ? threeByThree[name] : null
}

/** Row n − 1 of Pascal's triangle over its sum: the normal distribution in whole steps. */
function binomial(size: number): readonly number[] {
  let row = [1]
  while (row.length < size)
    row = [...row, 0].map((value, at) => (value + (at > 0 ? (row[at - 1] ?? 0) : 0)) / 2)
  return row
}

export function isFilter(name: string): name is FilterName {
  return (filterNames as readonly string[]).includes(name)
}
