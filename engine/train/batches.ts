// Batches of a part for a session, in arrays that are made once and filled again for every step.
import type { LabelledBatch } from '../compile/session-types.ts'
import { fillBatch, targetShape } from '../data/batch.ts'
import { type Part, sizeOf } from '../data/dataset.ts'
import type { Feed } from './fit-data.ts'

export interface BatchSource {
  readonly batches: number
  /** The rows of one batch; the last one is shorter. Valid until the next call. */
  batch(order: Uint32Array, number: number): LabelledBatch
}

export function createBatchSource(part: Part, batchSize: number, feed: Feed): BatchSource {
  const rows = Math.min(batchSize, Math.max(1, part.count))
  const { examples } = part
  const inputs = new Float32Array(rows * sizeOf(examples.shape))
  const size = rows * sizeOf(targetShape(examples.targets))
  const labels = feed.target.type === 'int32' ? new Int32Array(size) : new Float32Array(size)
  const named = { inputs: { [feed.input.id]: inputs }, labels: { [feed.target.id]: labels } }
  return {
    batches: Math.ceil(part.count / batchSize),
    batch: (order, number) => {
      const count = fillBatch(part, order, number * batchSize, batchSize, inputs, labels)
      return { ...named, count }
    },
  }
}

/** The rows as they lie. */
export function plainOrder(part: Part): Uint32Array {
  return Uint32Array.from({ length: part.count }, (_, position) => position)
}
