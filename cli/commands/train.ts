import { discardRun } from '../../engine/train/run-folder.ts'
import type { RunHandle, RunOverrides } from '../../engine/train/run-types.ts'
import { startRun } from '../../engine/train/start-run.ts'
import { parseDatasetSpec } from '../../shared/document/dataset-spec.ts'
import type { OptimizerKind, Precision } from '../../shared/document/types.ts'
import type { RunRecord } from '../../shared/runs/events.ts'
import { callerFolder, callerPath } from '../caller-folder.ts'
import { ExitError, exitCodes } from '../output/failure.ts'
import { printJson } from '../output/print.ts'
import { createTrainingView } from '../output/training-view.ts'
import { readNetwork } from '../read-network.ts'

interface TrainOptions {
  readonly data?: string
  readonly out: string
  readonly epochs?: number
  readonly batchSize?: number
  readonly labelSmoothing?: number
  readonly optimizer?: OptimizerKind
  readonly lr?: number
  readonly seed?: number
  readonly precision?: Precision
  readonly threads?: number
  readonly resume?: boolean
  readonly force?: boolean
  readonly json?: boolean
}

export async function trainCommand(file: string, options: TrainOptions): Promise<void> {
  const { document, folder } = await readNetwork(file)
  const handle = await startRun({
    document,
    folder: callerPath(options.out),
    baseFolder: folder,
    callerFolder: callerFolder(),
    overrides: overridesOf(options),
    ...(options.resume && { resume: true }),
    ...(options.force && { force: true }),
  })
  const view = createTrainingView(options.out, handle.started)
  let hasBegun = options.resume === true
  handle.onRecord(record => {
    if (record.event === 'start') hasBegun = true
    if (options.json) printJson(printed(record))
    else view.show(record)
  })
  const signals = watchSignals(handle, text => (options.json ? undefined : view.say(text)))
  const result = await handle.done
  signals.stop()
  if (!options.json) view.end(result)
  if (result.error && !hasBegun) await discardRun(handle.folder)
  if (result.error) throw result.error
  // Ended at once, without a checkpoint.
  if (signals.killed) throw new ExitError(exitCodes.engine)
}

function overridesOf(options: TrainOptions): RunOverrides {
  const { data, epochs, batchSize, optimizer, lr, seed, precision, threads, labelSmoothing } =
    options
  return {
    ...(data !== undefined && { dataset: parseDatasetSpec(data) }),
    ...(epochs !== undefined && { epochs }),
    ...(batchSize !== undefined && { batchSize }),
    ...(optimizer !== undefined && { optimizer }),
    ...(lr !== undefined && { learningRate: lr }),
    ...(seed !== undefined && { seed }),
    ...(precision !== undefined && { precision }),
    ...(threads !== undefined && { threads }),
    ...(labelSmoothing !== undefined && { labelSmoothing }),
  }
}

/** An epoch is exactly what other programs expect; the log in the run's folder has the rest. */
function printed(record: RunRecord): unknown {
  const { sequence: _, time: __, ...event } = record
  if (event.event !== 'epoch') return event
  const { epoch, loss, accuracy, valLoss, valAccuracy, examplesPerSecond } = event
  const { outputs, valOutputs } = event
  const figures = { epoch, loss, accuracy, valLoss, valAccuracy, examplesPerSecond }
  return { event: 'epoch', ...figures, outputs, valOutputs }
}

/** The first Ctrl-C ends the run in order, the second at once. */
function watchSignals(handle: RunHandle, say: (text: string) => void) {
  let asked = 0
  let killed = false
  const onSignal = () => {
    asked += 1
    if (asked === 1) {
      say('Stopping after this step, with a checkpoint. Press Ctrl-C again to end at once.')
      void handle.stop()
    } else {
      killed = true
      handle.kill()
    }
  }
  const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const name of names) process.on(name, onSignal)
  return {
    get killed() {
      return killed
    },
    stop: () => {
      for (const name of names) process.off(name, onSignal)
    },
  }
}
