// Progress for eyes: at most ten records a second, one a second after ten minutes, so that the log of a
// long run stays small.
import type { ProgressEvent } from '../../shared/runs/events.ts'
import type { BatchResult } from '../compile/session-types.ts'
import type { EpochSums } from './checkpoint.ts'
import { addBatch, emptySums, metricsOf, type Sums } from './sums.ts'

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
  let since: Sums & { readonly steps: number } = { ...emptySums, steps: 0 }
  // The first step compiles the kernels, so its rate says nothing about the rest.
  let rate: number | null = null
  let stepRate = 0
  return {
    pause(seconds) {
      last += seconds
    },
    afterStep(result, count, position, epochSums) {
      since = { ...addBatch(since, result, count), steps: since.steps + 1 }
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
      since = { ...emptySums, steps: 0 }
      return event
    },
  }
}

function report(
  since: Sums,
  position: Position,
  sums: EpochSums,
  rate: number,
  stepRate: number,
): ProgressEvent {
  const left = position.totalSteps - position.step
  const epoch = metricsOf(sums)
  return {
    event: 'progress',
    ...position,
    ...metricsOf(since),
    epochLoss: epoch.loss,
    ...(epoch.accuracy !== undefined && { epochAccuracy: epoch.accuracy }),
    ...(epoch.outputs && { epochOutputs: epoch.outputs }),
    examplesPerSecond: Math.round(rate * 10) / 10,
    secondsLeft: stepRate > 0 ? Math.round((left / stepRate) * 10) / 10 : null,
  }
}
