// Lanes: a batch cut into parts that TensorFlow runs side by side, a thread each. Two threads inside one
// small operation wait for each other more than they work: LeNet's step takes 15 ms on one thread, 10.2 on
// two, and 8.0 in two lanes.
import type { Recorder } from './recorder.ts'
import type { Tensor } from './tensor.ts'

export interface Lanes {
  readonly count: number
  /** How many examples of the batch each lane has, int32: what fills a lane that would be empty is none. */
  readonly examples: readonly Tensor[]
  /** Parts of a batch whose sizes differ by one at most. */
  cut(batch: Tensor): readonly Tensor[]
  /** The batch from its parts, in their order. */
  join(parts: readonly Tensor[]): Tensor
}

export const oneLane: Lanes = { count: 1, examples: [], cut: batch => [batch], join: onlyPart }

function onlyPart(parts: readonly Tensor[]): Tensor {
  const [part] = parts
  if (!part || parts.length > 1) throw new Error(`there are ${parts.length} lanes instead of one`)
  return part
}

/** `like` is any tensor with the batch that is to be cut. */
export function createLanes(g: Recorder, like: Tensor, count: number): Lanes {
  if (count === 1) return oneLane
  const int32 = (...values: readonly number[]) => g.constant(values, { type: 'int32' })
  const axis = g.constant(0, { type: 'int32' })
  const examples = g.op('Slice', [g.sizes(like), int32(0), int32(1)])
  // oneDNN's pooling loses the channels of an empty tensor, so no lane may be empty: a batch smaller than
  // the lanes gets rows of zeros, and what comes of them is dropped.
  const added = g.op('Maximum', [g.op('Sub', [int32(count), examples]), int32(0)])
  const padded = g.op('AddV2', [examples, added])
  // floor((n + lane) ÷ lanes) over the lanes sums to n.
  const turns = int32(...Array.from({ length: count }, (_, lane) => lane))
  const counts = g.op('FloorDiv', [g.op('AddV2', [padded, turns]), int32(count)])
  const kept = g.op('ConcatV2', [examples, added, axis])
  const left = g.op('Maximum', [g.op('Sub', [examples, turns]), int32(0)])
  const ones = int32(...Array<number>(count).fill(1))
  return {
    count,
    examples: g.outputs('SplitV', [g.op('Minimum', [counts, left]), ones, axis], {
      num_split: count,
    }),
    cut: batch => {
      const rest = int32(...Array<number>(2 * batch.shape.length - 2).fill(0))
      const sides = g.op('ConcatV2', [int32(0), added, rest, axis])
      const paddings = g.op('Reshape', [sides, int32(batch.shape.length, 2)])
      const whole = g.op('Pad', [batch, paddings])
      return g.outputs('SplitV', [whole, counts, axis], { num_split: count })
    },
    join: parts => {
      const whole = g.op('ConcatV2', [...parts, axis])
      const [real] = g.outputs('SplitV', [whole, kept, axis], { num_split: 2 })
      if (!real) throw new Error('SplitV has no output')
      return real
    },
  }
}
