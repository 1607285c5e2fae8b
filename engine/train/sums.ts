// Sums over the steps of an epoch, of a stretch between two reports, of a part of the data.
import type { Metrics, OutputMetrics } from '../../shared/runs/events.ts'
import type { BatchResult, OutputResult } from '../compile/session-types.ts'
import { finite, share } from './numbers.ts'

export interface Sums {
  readonly loss: number
  /** Null in regression, and where several outputs answer. */
  readonly correct: number | null
  readonly examples: number
  /** Of each output where there are several. */
  readonly outputs?: Readonly<Record<string, OutputResult>>
}

export const emptySums: Sums = { loss: 0, correct: 0, examples: 0 }

/** With the means of a further batch. */
export function addBatch(sums: Sums, result: BatchResult, count: number): Sums {
  const outputs = Object.entries(result.outputs ?? {}).map(([id, each]) => {
    return [id, addOne(sums.outputs?.[id] ?? emptySums, each, count)] as const
  })
  return {
    ...addOne(sums, result, count),
    examples: sums.examples + count,
    ...(outputs.length > 0 && { outputs: Object.fromEntries(outputs) }),
  }
}

function addOne(sum: OutputResult, result: OutputResult, count: number): OutputResult {
  const isCounted = sum.correct !== null && result.correct !== null
  return {
    loss: sum.loss + result.loss * count,
    correct: isCounted ? sum.correct + result.correct : null,
  }
}

export function metricsOf(sums: Sums): Metrics {
  const { examples, outputs } = sums
  const of = ({ loss, correct }: OutputResult): OutputMetrics => ({
    loss: finite(loss / examples),
    ...(correct !== null && { accuracy: share(correct, examples) }),
  })
  const own = Object.entries(outputs ?? {}).map(([id, each]) => [id, of(each)] as const)
  return { ...of(sums), ...(own.length > 0 && { outputs: Object.fromEntries(own) }) }
}
