// A few training examples as pixels: the classes in turn, so that each is seen.
import { type Dataset, type Examples, sizeOf } from '../data/dataset.ts'

export interface ChosenPictures {
  readonly size: { readonly height: number; readonly width: number; readonly channels: number }
  readonly labels: number[]
  /** Row by row, channels last, one byte a channel. */
  readonly pixels: Uint8Array
}

const largestSide = 256

/** Null where examples are no pictures of 1 or 3 channels. */
export function choosePictures(data: Dataset, wanted: number): ChosenPictures | null {
  const { examples, rows } = data.training
  const size = pictureSize(examples.shape)
  if (!size) return null
  const chosen = chooseRows(examples, rows, data.classNames.length, wanted)
  const length = sizeOf(examples.shape)
  const pixels = new Uint8Array(chosen.length * length)
  for (const [index, row] of chosen.entries()) {
    const values = examples.inputs.subarray(row * length, (row + 1) * length)
    pixels.set(toBytes(values, examples.scale), index * length)
  }
  return { size, labels: chosen.flatMap(row => labelOf(examples, row) ?? []), pixels }
}

function pictureSize(shape: readonly number[]): ChosenPictures['size'] | null {
  const [height = 0, width = 0, channels = 1] = shape
  const isPicture = shape.length === 2 || shape.length === 3
  const fits = height > 1 && width > 1 && height <= largestSide && width <= largestSide
  return isPicture && fits && (channels === 1 || channels === 3)
    ? { height, width, channels }
    : null
}

function chooseRows(
  examples: Examples,
  rows: Uint32Array,
  classes: number,
  wanted: number,
): number[] {
  if (classes === 0) return [...rows.subarray(0, wanted)]
  const perClass = Math.ceil(wanted / classes)
  const found: number[][] = Array.from({ length: classes }, () => [])
  let missing = classes
  for (const row of rows) {
    const list = found[labelOf(examples, row) ?? -1]
    if (!list || list.length >= perClass) continue
    list.push(row)
    if (list.length === perClass) missing -= 1
    if (missing === 0) break
  }
  const rounds = Array.from({ length: perClass }, (_, round) =>
    found.flatMap(list => list[round] ?? []),
  )
  return rounds.flat().slice(0, wanted)
}

function labelOf(examples: Examples, row: number): number | undefined {
  return examples.targets.kind === 'classes' ? examples.targets.values[row] : undefined
}

/** Bytes as they are; other values stretched from their smallest to their largest. */
function toBytes(values: Uint8Array | Float32Array, scale: number): Uint8Array {
  if (values instanceof Uint8Array) return values
  let [low, high] = [0, 1 / scale]
  for (const value of values) {
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  return Uint8Array.from(values, value => Math.round(((value - low) / (high - low)) * 255))
}
