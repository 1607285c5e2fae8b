// One training run, inside the trainer: data, compilation, loop, last words.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { analyse } from '../../shared/graph/analyse.ts'
import type { ConfusionMatrix, RunEvent } from '../../shared/runs/events.ts'
import { wantedData } from '../../shared/runs/wanted-data.ts'
import type { Dataset, InputArray } from '../data/dataset.ts'
import { loadDataset } from '../data/load-dataset.ts'
import { statistics } from '../data/statistics.ts'
import { createBatchSource, plainOrder } from './batches.ts'
import { findNonFinite, hasCheckpoint, type TrainingState, writeCheckpoint } from './checkpoint.ts'
import { confusionOf } from './confusion.ts'
import { DivergenceError, weightsDiverged } from './divergence.ts'
import { evaluatePart, type PartReport } from './evaluation.ts'
import { type Feed, fitData, requireFinite } from './fit-data.ts'
import type { DataFacts, TrainJob } from './messages.ts'
import type { Opened } from './open-session.ts'
import { RunError } from './run-error.ts'
import { type RunScaling, runFiles, type Scaling } from './run-folder.ts'
import { firstState, type LoopEnd, runLoop } from './training-loop.ts'

export interface TrainerWire {
  readonly emit: (event: RunEvent) => void
  readonly tellFacts: (facts: DataFacts) => void
  readonly tellConfusion: (matrix: ConfusionMatrix) => void
  /** Lets messages in; true: a stop was asked for, or nobody listens any more. */
  readonly shouldStop: () => Promise<boolean>
}

export async function runTraining(job: TrainJob, wire: TrainerWire): Promise<void> {
  const started = performance.now() / 1000
  const from = job.restore?.state ?? firstState(job.settings.optimizer.learningRate)
  wire.emit({ event: 'preparing', step: from.step, what: 'Reading the data' })
  const dataset = await loadData(job, wire, from.step)
  requireFinite(dataset)
  const scaling = job.scaling ?? (wantsScaling(job) ? scalingOf(dataset) : null)
  wire.tellFacts({
    dataFingerprint: dataset.fingerprint,
    classNames: dataset.classNames,
    scaling,
  })
  wire.emit({ event: 'preparing', step: from.step, what: 'Compiling the network' })
  // TensorFlow's library takes a while to load, so the data comes first and errors in it at once.
  const { openNetwork } = await import('./open-session.ts')
  const opened = await openNetwork(job.document, job.settings, {
    lanes: job.lanes,
    scaling,
  })
  try {
    const feed = fitData(opened.compilation, dataset)
    if (job.restore) {
      const weightsOnly = !job.restore.state.hasOptimizer
      // The optimizer's slots begin anew where none were saved.
      if (weightsOnly) opened.session.init()
      opened.session.restore(job.restore.prefix, { weightsOnly })
    } else {
      opened.session.init()
      adapt(job, wire, opened, dataset, feed)
    }
    const end = await trainFrom(job, wire, { ...opened, dataset, feed }, from)
    await tellConfusion(wire, opened, dataset, feed, job, end)
    const seconds = from.seconds + performance.now() / 1000 - started
    const { step, best, last } = end.state
    wire.emit({ event: 'end', step, reason: end.reason, best, last, seconds: round(seconds) })
  } finally {
    opened.session.close()
  }
}

/** Layers that centre and scale by what the data is like learn that before anything is trained. */
function adapt(
  job: TrainJob,
  wire: TrainerWire,
  { session, compilation }: Opened,
  { training }: Dataset,
  feed: Feed,
): void {
  if (compilation.adapted.length === 0) return
  wire.emit({ event: 'preparing', step: 0, what: `Adapting ${compilation.adapted.join(', ')}` })
  const source = createBatchSource(training, job.settings.batchSize, feed)
  const order = plainOrder(training)
  session.adapt(function* () {
    for (let number = 0; number < source.batches; number += 1) yield source.batch(order, number)
  })
}

async function loadData(job: TrainJob, wire: TrainerWire, step: number): Promise<Dataset> {
  let told = performance.now()
  const { training } = job.document
  const dataset = await loadDataset(job.settings.dataset, {
    folder: job.folder,
    wanted: wantedData(analyse(job.document), { ...training, ...job.settings }),
    onProgress: progress => {
      if (performance.now() - told < 250) return
      told = performance.now()
      wire.emit({ event: 'preparing', step, ...progress })
    },
  })
  if (job.expectedFingerprint !== null && job.expectedFingerprint !== dataset.fingerprint) {
    throw new RunError(
      'input',
      'data-changed',
      `The data of ${dataset.name} is not what this run was started on. Put the old data back, or go on with the new one with --resume --force.`,
    )
  }
  return dataset
}

function wantsScaling(job: TrainJob): boolean {
  return job.document.training?.standardize === true
}

/** A channel that never changes is centred only: its deviation is 0. */
function scalingOf({ training }: Dataset): RunScaling {
  const of = (array: InputArray): Scaling => {
    const { mean, deviation } = statistics(training, array)
    return { mean, deviation: deviation.map(value => (value > 0 ? value : 1)) }
  }
  const { named } = training.examples
  if (!named) return of(training.examples)
  return Object.fromEntries(Object.entries(named.inputs).map(([id, array]) => [id, of(array)]))
}

interface Prepared extends Opened {
  readonly dataset: Dataset
  readonly feed: Feed
}

async function trainFrom(
  job: TrainJob,
  wire: TrainerWire,
  prepared: Prepared,
  from: TrainingState,
): Promise<LoopEnd> {
  const { network, dataset, feed, session } = prepared
  const { settings } = job
  const stepsPerEpoch = Math.ceil(dataset.training.count / settings.batchSize)
  wire.emit({
    event: 'start',
    step: from.step,
    resumed: job.restore !== null,
    name: job.document.name,
    settings,
    epochs: settings.epochs,
    stepsPerEpoch,
    totalSteps: stepsPerEpoch * settings.epochs,
    examples: {
      training: dataset.training.count,
      validation: dataset.validation.count,
      test: dataset.test?.count ?? 0,
    },
    classNames: dataset.classNames,
    parameters: network.totals.parameters,
    trainable: network.totals.trainable,
    pid: process.pid,
  })
  const checkpoint = createCheckpointer(job, wire, prepared)
  const { emit, shouldStop } = wire
  return runLoop({ session, dataset, feed, settings, emit, shouldStop, checkpoint }, from)
}

function createCheckpointer(job: TrainJob, wire: TrainerWire, { session, dataset }: Prepared) {
  const checkpoints = join(job.folder, runFiles.checkpoints)
  const { networkHash, settings } = job
  return async (state: TrainingState): Promise<boolean> => {
    const { step, epoch } = state
    try {
      await mkdir(checkpoints, { recursive: true })
      // A stop right after the end of an epoch finds its checkpoint there.
      if (await hasCheckpoint(checkpoints, step)) return true
      const folder = await writeCheckpoint(
        checkpoints,
        {
          ...state,
          networkHash,
          dataFingerprint: dataset.fingerprint,
          seed: settings.seed,
          hasOptimizer: true,
        },
        prefix => save(prefix, step),
      )
      wire.emit({ event: 'checkpoint', step, epoch, folder })
      return true
    } catch (thrown) {
      if (thrown instanceof DivergenceError) throw thrown
      const reason = thrown instanceof Error ? thrown.message : String(thrown)
      wire.emit({
        event: 'warning',
        step,
        code: 'checkpoint-not-saved',
        message: `The checkpoint of step ${step} was not saved: ${reason} Training goes on and tries again; the checkpoints before it are kept.`,
      })
      return false
    }
  }

  async function save(prefix: string, step: number): Promise<void> {
    session.save(prefix)
    if ((await findNonFinite(prefix)) === null) return
    throw weightsDiverged(session, step, settings.optimizer.learningRate)
  }
}

/** Of the validation part with the last weights; a stopped run has none of the epoch that was cut off. */
async function tellConfusion(
  wire: TrainerWire,
  { session }: Opened,
  dataset: Dataset,
  feed: Feed,
  job: TrainJob,
  end: LoopEnd,
): Promise<void> {
  const counted = feed.targets.some(({ target }) => target.counted)
  if (end.reason !== 'finished' || !counted || dataset.validation.count === 0) return
  const report: PartReport | null =
    end.validation ??
    (await evaluatePart(session, dataset.validation, feed, {
      batchSize: job.settings.batchSize,
      goOn: async () => !(await wire.shouldStop()),
    }))
  const confusion = report && confusionOf(report, 'validation')
  if (confusion) wire.tellConfusion(confusion)
}

function round(seconds: number): number {
  return Math.round(seconds * 1000) / 1000
}
