// Centring and scaling constants: of the training part only, so that nothing of the others leaks in.
import type { Part } from './dataset.ts'

export interface Statistics {
  /** One per channel, in the scaled values that the network sees (pictures: 0 … 1). */
  readonly mean: readonly number[]
  /** Population standard deviation (divided by n), one per channel. */
  readonly deviation: readonly number[]
}

/** Mean and deviation per channel (the last axis), in two passes of doubles. */
export function statistics(part: Part): Statistics {
  const channels = Math.max(1, part.examples.shape.at(-1) ?? 1)
  const sums = sumPerChannel(
    part,
    channels,
    () => 0,
    value => value,
  )
  const perChannel = (part.count * exampleSize(part)) / channels
  const mean = sums.map(sum => sum / perChannel)
  const squares = sumPerChannel(
    part,
    channels,
    channel => mean[channel] as number,
    x => x * x,
  )
  const { scale } = part.examples
  return {
    mean: mean.map(value => value * scale),
    deviation: squares.map(sum => Math.sqrt(sum / perChannel) * scale),
  }
}

function exampleSize(part: Part): number {
  return part.examples.inputs.length / Math.max(1, part.examples.count)
}

function sumPerChannel(
  part: Part,
  channels: number,
  center: (channel: number) => number,
  measure: (difference: number) => number,
): number[] {
  const size = exampleSize(part)
  const { inputs } = part.examples
  return Array.from({ length: channels }, (_, channel) => {
    const middle = center(channel)
    let sum = 0
    for (const row of part.rows) {
      const end = (row + 1) * size
      for (let at = row * size + channel; at < end; at += channels) {
        sum += measure((inputs[at] as number) - middle)
      }
    }
    return sum
  })
}
