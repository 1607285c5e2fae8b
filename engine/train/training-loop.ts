// Epochs, steps, validation and checkpoints. What comes next depends on the state alone, and every random
// number on (seed, step), so a run that was cut off anywhere continues bit for bit.
import { setTimeout as sleep } from 'node:timers/promises'
import type { EpochEvent, RunEvent, RunPoint, RunSettings } from '../../shared/runs/events.ts'
import type { Session } from '../compile/session-types.ts'
import type { Dataset } from '../data/dataset.ts'
import { epochOrder } from '../data/order.ts'
import { createBatchSource } from './batches.ts'
import { isBetter } from './best-point.ts'
import type { EpochSums, TrainingState } from './checkpoint.ts'
import { createCheckpointClock } from './checkpoint-clock.ts'
import { lossDiverged } from './divergence.ts'
import { evaluatePart, type PartReport } from './evaluation.ts'
import type { Feed } from './fit-data.ts'
import { createProgressReporter } from './progress-report.ts'
import { RunError } from './run-error.ts'
import { addBatch, emptySums, metricsOf } from './sums.ts'

export interface Loop {
  readonly session: Session
  readonly dataset: Dataset
  readonly feed: Feed
  readonly settings: RunSettings
  readonly emit: (event: RunEvent) => void
  /** Lets messages in; true: end after this step. */
  readonly shouldStop: () => Promise<boolean>
  /** Writes a checkpoint; false where the disk did not take it. */
  readonly checkpoint: (state: TrainingState) => Promise<boolean>
}

export interface LoopEnd {
  readonly reason: 'finished' | 'stopped'
  readonly state: TrainingState
  /** Of the last validation, where one was made in this session. */
  readonly validation: PartReport | null
}

export const noSums: EpochSums = { ...emptySums, seconds: 0 }

export const firstState = (learningRate: number): TrainingState => ({
  step: 0,
  epoch: 0,
  batch: 0,
  sums: noSums,
  learningRate,
  best: null,
  last: null,
  history: [],
  seconds: 0,
})

const now = () => performance.now() / 1000

export async function runLoop(loop: Loop, from: TrainingState): Promise<LoopEnd> {
  const clock = createCheckpointClock(from.step)
  const reporter = createProgressReporter()
  const started = now()
  let state = from
  let validation: PartReport | null = null

  const timed = () => ({ ...state, seconds: from.seconds + now() - started })
  async function save(): Promise<boolean> {
    const begun = now()
    const succeeded = await loop.checkpoint(timed())
    clock.wasTried(state.step, now() - begun, succeeded)
    reporter.pause(now() - begun)
    return succeeded
  }
  /** There is no later step to try again at. */
  async function saveForGood(): Promise<boolean> {
    for (const wait of lastWaits) {
      if (await save()) return true
      await sleep(wait)
    }
    return save()
  }
  async function stopped(): Promise<LoopEnd> {
    await saveForGood()
    return { reason: 'stopped', state: timed(), validation }
  }

  const steps = createStepper(loop, reporter)
  while (state.epoch < loop.settings.epochs) {
    const order = epochOrder(loop.dataset.training.count, loop.settings.seed, state.epoch)
    while (state.batch < steps.perEpoch) {
      state = await steps.step(state, order)
      if (await loop.shouldStop()) return stopped()
      if (state.batch < steps.perEpoch && clock.isDue(state.step)) await save()
    }
    const begun = now()
    const report = await validate(loop)
    if (report === 'stopped') return stopped()
    reporter.pause(now() - begun)
    validation = report
    state = closeEpoch(loop, state, report, now() - begun)
    const isLast = state.epoch === loop.settings.epochs
    if (isLast && !(await saveForGood())) throw lostWeights(state.step)
    if (!isLast && clock.isDue(state.step, true)) await save()
    if (await loop.shouldStop()) return isLast ? finished() : stopped()
  }
  return finished()

  function finished(): LoopEnd {
    return { reason: 'finished', state: timed(), validation }
  }
}

/** In milliseconds. */
const lastWaits = [500, 1500] as const

function lostWeights(step: number): RunError {
  return new RunError(
    'input',
    'checkpoint-not-saved',
    `The last weights, of step ${step.toLocaleString('en-US')}, could not be saved. Make room on the disk and resume the run: the steps after its last checkpoint are then computed again.`,
  )
}

function createStepper(loop: Loop, reporter: ReturnType<typeof createProgressReporter>) {
  const { session, settings } = loop
  const source = createBatchSource(loop.dataset.training, settings.batchSize, loop.feed)
  const perEpoch = source.batches

  async function step(state: TrainingState, order: Uint32Array): Promise<TrainingState> {
    const begun = now()
    const batch = source.batch(order, state.batch)
    const { learningRate } = settings.optimizer
    const result = session.train({ ...batch, step: state.step, learningRate })
    if (!Number.isFinite(result.loss)) {
      throw lossDiverged(session, state.step + 1, learningRate, result.loss)
    }
    const next: TrainingState = {
      ...state,
      step: state.step + 1,
      batch: state.batch + 1,
      sums: {
        ...addBatch(state.sums, result, batch.count),
        seconds: state.sums.seconds + now() - begun,
      },
    }
    const position = {
      step: next.step,
      totalSteps: perEpoch * settings.epochs,
      epoch: next.epoch + 1,
      epochStep: next.batch,
      stepsPerEpoch: perEpoch,
    }
    const event = reporter.afterStep(result, batch.count, position, next.sums)
    if (event) loop.emit(event)
    return next
  }
  return { perEpoch, step }
}

async function validate(loop: Loop): Promise<PartReport | null | 'stopped'> {
  const { session, dataset, feed, settings } = loop
  if (dataset.validation.count === 0) return null
  const report = await evaluatePart(session, dataset.validation, feed, {
    batchSize: settings.batchSize,
    goOn: async () => !(await loop.shouldStop()),
  })
  return report ?? 'stopped'
}

/** Far more epochs than an engine is ever behind. */
const longestHistory = 1000

/** Tells the epoch and opens the next one. */
function closeEpoch(
  loop: Loop,
  state: TrainingState,
  report: PartReport | null,
  validationSeconds: number,
): TrainingState {
  const { sums, step } = state
  const epoch = state.epoch + 1
  const { outputs, ...own } = metricsOf(sums)
  const metrics = {
    ...own,
    ...(report && { valLoss: report.loss }),
    ...(report?.accuracy !== undefined && { valAccuracy: report.accuracy }),
  }
  const event: EpochEvent = {
    event: 'epoch',
    epoch,
    step,
    ...metrics,
    ...(outputs && { outputs }),
    ...(report?.outputs && { valOutputs: report.outputs }),
    examplesPerSecond: Math.round((sums.examples / Math.max(sums.seconds, 1e-6)) * 10) / 10,
    seconds: Math.round((sums.seconds + validationSeconds) * 1000) / 1000,
  }
  loop.emit(event)
  const point: RunPoint = { epoch, step, ...metrics }
  const best = isBetter(point, state.best) ? point : state.best
  // A checkpoint of an import has none.
  const history = [...(state.history ?? []), event].slice(-longestHistory)
  return { ...state, epoch, batch: 0, sums: noSums, best, last: point, history }
}
