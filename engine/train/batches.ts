// Batches of a part for a session, in arrays that are made once and filled again for every step.
import type { LabelledBatch } from '../compile/session-types.ts'
import { chooseRows, fillInputs, fillTargets, targetShape } from '../data/batch.ts'
import { type Part, sizeOf } from '../data/dataset.ts'
import { answersOf, type Feed, inputOf } from './fit-data.ts'

export interface BatchSource {
  readonly batches: number
  /** The rows of one batch; the last one is shorter. Valid until the next call. */
  batch(order: Uint32Array, number: number): LabelledBatch
}

export function createBatchSource(part: Part, batchSize: number, feed: Feed): BatchSource {
  const size = Math.min(batchSize, Math.max(1, part.count))
  const rows = new Uint32Array(size)
  const inputs = feed.inputs.map(fed => {
    const array = inputOf(part.examples, fed)
    return { id: fed.port.id, array, into: new Float32Array(size * sizeOf(array.shape)) }
  })
  const labels = feed.targets.map(fed => {
    const answers = answersOf(part.examples, fed)
    const length = size * sizeOf(targetShape(answers))
    const isClass = fed.target.type === 'int32'
    const into = isClass ? new Int32Array(length) : new Float32Array(length)
    return { id: fed.target.id, answers, into }
  })
  const named = {
    inputs: Object.fromEntries(inputs.map(({ id, into }) => [id, into])),
    labels: Object.fromEntries(labels.map(({ id, into }) => [id, into])),
  }
  return {
    batches: Math.ceil(part.count / batchSize),
    batch: (order, number) => {
      const count = chooseRows(part, order, number * batchSize, size, rows)
      for (const { array, into } of inputs) fillInputs(array, rows, count, into)
      for (const { answers, into } of labels) fillTargets(answers, rows, count, into)
      return { ...named, count }
    },
  }
}

/** The rows as they lie. */
export function plainOrder(part: Part): Uint32Array {
  return Uint32Array.from({ length: part.count }, (_, position) => position)
}
