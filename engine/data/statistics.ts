// Centring and scaling constants: of the training part only, so that nothing of the others leaks in.
import { type InputArray, type Part, sizeOf } from './dataset.ts'

export interface Statistics {
  /** One per channel, in the scaled values that the network sees (pictures: 0 … 1). */
  readonly mean: readonly number[]
  /** Population standard deviation (divided by n), one per channel. */
  readonly deviation: readonly number[]
}

/** Mean and deviation per channel (the last axis) of an input, in doubles. */
export function statistics(part: Part, array: InputArray = part.examples): Statistics {
  const { inputs, shape, scale } = array
  const channels = Math.max(1, shape.at(-1) ?? 1)
  const size = sizeOf(shape)
  const moments =
    inputs instanceof Uint8Array
      ? momentsOfBytes(inputs, part.rows, size, channels)
      : momentsOfFloats(inputs, part.rows, size, channels)
  return {
    mean: moments.map(({ mean }) => mean * scale),
    deviation: moments.map(({ variance }) => Math.sqrt(variance) * scale),
  }
}

interface Moments {
  readonly mean: number
  readonly variance: number
}

/** One pass that counts how often each byte occurs; the sums over the 256 are then exact. */
function momentsOfBytes(
  bytes: Uint8Array,
  rows: Uint32Array,
  size: number,
  channels: number,
): Moments[] {
  const counts = new Float64Array(256 * channels)
  for (const row of rows) {
    const start = row * size
    for (let channel = 0; channel < channels; channel += 1) {
      for (let at = start + channel; at < start + size; at += channels) {
        const slot = 256 * channel + (bytes[at] as number)
        counts[slot] = (counts[slot] as number) + 1
      }
    }
  }
  const perChannel = (rows.length * size) / channels
  return Array.from({ length: channels }, (_, channel) => {
    const own = counts.subarray(256 * channel, 256 * (channel + 1))
    const mean = own.reduce((sum, count, byte) => sum + count * byte, 0) / perChannel
    const squares = own.reduce((sum, count, byte) => sum + count * (byte - mean) ** 2, 0)
    return { mean, variance: squares / perChannel }
  })
}

/** Two passes: squares of the values themselves would cancel where the mean is large. */
function momentsOfFloats(
  values: Float32Array,
  rows: Uint32Array,
  size: number,
  channels: number,
): Moments[] {
  const perChannel = (rows.length * size) / channels
  return Array.from({ length: channels }, (_, channel) => {
    let sum = 0
    for (const row of rows) {
      const end = (row + 1) * size
      for (let at = row * size + channel; at < end; at += channels) sum += values[at] as number
    }
    const mean = sum / perChannel
    let squares = 0
    for (const row of rows) {
      const end = (row + 1) * size
      for (let at = row * size + channel; at < end; at += channels) {
        const difference = (values[at] as number) - mean
        squares += difference * difference
      }
    }
    return { mean, variance: squares / perChannel }
  })
}
