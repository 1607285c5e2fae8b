// Loss, accuracy and confusion of a part, batch by batch.
import type { Session } from '../compile/session-types.ts'
import type { Part } from '../data/dataset.ts'
import { createBatchSource, plainOrder } from './batches.ts'
import type { Feed } from './fit-data.ts'
import { finite, share } from './numbers.ts'
import type { Evaluation } from './run-types.ts'

export interface PartReport extends Evaluation {
  /** Rows are the right classes, columns the answers; null in regression. */
  readonly matrix: readonly (readonly number[])[] | null
}

export interface EvaluationOptions {
  readonly batchSize: number
  readonly classes: number
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
  const matrix = createMatrix(feed.target.counted ? options.classes : 0)
  let loss = 0
  let correct: number | null = 0
  for (let number = 0; number < source.batches; number += 1) {
    const batch = source.batch(order, number)
    const result = session.evaluate(batch)
    loss += result.loss * batch.count
    correct = result.correct === null || correct === null ? null : correct + result.correct
    const predicted = result.predicted[feed.target.id]
    const labels = batch.labels[feed.target.id]
    if (predicted && labels) count(matrix, labels, predicted, batch.count)
    if (!(await options.goOn())) return null
  }
  return {
    loss: finite(loss / part.count),
    ...(correct !== null && { accuracy: share(correct, part.count) }),
    examples: part.count,
    matrix: matrix.length > 0 ? matrix : null,
  }
}

function createMatrix(classes: number): number[][] {
  return Array.from({ length: classes }, () => new Array<number>(classes).fill(0))
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
