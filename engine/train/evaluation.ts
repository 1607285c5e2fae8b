// Losses, right answers and confusion of a part, batch by batch.
import type { Confusion } from '../../shared/runs/events.ts'
import type { Session } from '../compile/session-types.ts'
import type { Part } from '../data/dataset.ts'
import { createBatchSource, plainOrder } from './batches.ts'
import type { FedTarget, Feed } from './fit-data.ts'
import type { Evaluation } from './run-types.ts'
import { addBatch, emptySums, metricsOf } from './sums.ts'

export interface PartReport extends Evaluation {
  /** By output id, of those that tell classes apart; rows are the right classes, columns the answers. */
  readonly confusions: Readonly<Record<string, Confusion>>
}

export interface EvaluationOptions {
  readonly batchSize: number
  /** Called between batches; lets messages in. False: give up. */
  readonly goOn: () => Promise<boolean>
}

/** Null where it was given up. */
export async function evaluatePart(
  session: Session,
  part: Part,
  feed: Feed,
  options: EvaluationOptions,
): Promise<PartReport | null> {
  const source = createBatchSource(part, options.batchSize, feed)
  const order = plainOrder(part)
  const counts = feed.targets.flatMap(fed => createCount(fed) ?? [])
  let sums = emptySums
  for (let number = 0; number < source.batches; number += 1) {
    const batch = source.batch(order, number)
    const result = session.evaluate(batch)
    sums = addBatch(sums, result, batch.count)
    for (const { id, matrix } of counts) {
      const [labels, predicted] = [batch.labels[id], result.predicted[id]]
      if (predicted && labels) count(matrix, labels, predicted, batch.count)
    }
    if (!(await options.goOn())) return null
  }
  const confusions = counts.map(
    ({ id, classNames, matrix }) => [id, { classNames, matrix }] as const,
  )
  return {
    ...metricsOf(sums),
    examples: part.count,
    confusions: Object.fromEntries(confusions),
  }
}

/** Null where there are no classes. */
function createCount({ target, classNames }: FedTarget) {
  const classes = target.counted ? classNames.length : 0
  if (classes === 0) return null
  const matrix = Array.from({ length: classes }, () => new Array<number>(classes).fill(0))
  return { id: target.id, classNames, matrix }
}

/** A network may have more classes than the data; answers beyond the names are not counted. */
function count(
  matrix: readonly number[][],
  labels: Int32Array | Float32Array,
  predicted: Int32Array,
  examples: number,
): void {
  for (let at = 0; at < examples; at += 1) {
    const row = matrix[labels[at] as number]
    const column = predicted[at] as number
    if (row?.[column] !== undefined) row[column] += 1
  }
}
