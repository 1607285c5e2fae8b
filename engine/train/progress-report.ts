// Progress for eyes: at most ten records a second, one a second after ten minutes, so that the log of a
// long run stays small.
import type { ProgressEvent } from '../../shared/runs/events.ts'
import type { BatchResult } from '../compile/session-types.ts'
import type { EpochSums } from './checkpoint.ts'
import { finite, share } from './numbers.ts'

export interface Position {
  readonly step: number
  readonly totalSteps: number
  readonly epoch: number
  readonly epochStep: number
  readonly stepsPerEpoch: number
}

export interface ProgressReporter {
  /** After a step; the record, if it is time for one. */
  afterStep(
    result: BatchResult,
    count: number,
    position: Position,
    epochSums: EpochSums,
  ): ProgressEvent | null
  /** Time that is no training: validation, checkpoints. */
  pause(seconds: number): void
}

const shortest = 0.1
const longest = 1

export function createProgressReporter(
  now: () => number = () => performance.now() / 1000,
): ProgressReporter {
  const start = now()
  let last = start
  let since = { loss: 0, correct: 0 as number | null, examples: 0, steps: 0 }
  // The first step compiles the kernels, so its rate says nothing about the rest.
  let rate: number | null = null
  let stepRate = 0
  return {
    pause(seconds) {
      last += seconds
    },
    afterStep(result, count, position, epochSums) {
      since = {
        loss: since.loss + result.loss * count,
        correct:
          result.correct === null || since.correct === null ? null : since.correct + result.correct,
        examples: since.examples + count,
        steps: since.steps + 1,
      }
      const time = now()
      const passed = time - last
      const isFirst = rate === null
      const interval = Math.min(longest, Math.max(shortest, (time - start) / 600))
      if (!isFirst && passed < interval && position.epochStep < position.stepsPerEpoch) return null
      const current = since.examples / Math.max(passed, 1e-6)
      const weight = isFirst ? 1 : Math.min(1, passed / 2 + 0.1)
      const isSecond = !isFirst && position.step > 0 && stepRate === 0
      rate = isFirst || isSecond ? current : (rate ?? current) * (1 - weight) + current * weight
      stepRate = isFirst ? 0 : (rate * since.steps) / since.examples
      const event = report(since, position, epochSums, rate, stepRate)
      last = time
      since = { loss: 0, correct: 0, examples: 0, steps: 0 }
      return event
    },
  }
}

function report(
  since: { loss: number; correct: number | null; examples: number },
  position: Position,
  sums: EpochSums,
  rate: number,
  stepRate: number,
): ProgressEvent {
  const left = position.totalSteps - position.step
  return {
    event: 'progress',
    ...position,
    loss: finite(since.loss / since.examples),
    ...(since.correct !== null && { accuracy: share(since.correct, since.examples) }),
    epochLoss: finite(sums.loss / sums.examples),
    ...(sums.correct !== null && { epochAccuracy: share(sums.correct, sums.examples) }),
    examplesPerSecond: Math.round(rate * 10) / 10,
    secondsLeft: stepRate > 0 ? Math.round((left / stepRate) * 10) / 10 : null,
  }
}
