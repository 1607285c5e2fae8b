// Starts a run: its folder, its log and a trainer process that does the work.
import { join, resolve } from 'node:path'
import { sameJson } from '../../shared/document/body.ts'
import type { NetworkDocument } from '../../shared/document/types.ts'
import { analyse } from '../../shared/graph/analyse.ts'
import type { EpochEvent, RunSettings } from '../../shared/runs/events.ts'
import { type Checkpoint, newestCheckpoint, removeUnfinished } from './checkpoint.ts'
import { readDocument } from './read-document.ts'
import { requireMemory } from './require-memory.ts'
import { requireSound } from './require-sound.ts'
import { checkResume, extendSettings } from './resume-rules.ts'
import { RunError } from './run-error.ts'
import {
  prepareFolder,
  type RunRecordFile,
  readRun,
  runFiles,
  writeRun,
  writeRunDocument,
} from './run-folder.ts'
import { followRun } from './run-handle.ts'
import { lockRun, type RunLock } from './run-lock.ts'
import { lastRecordBefore, openRunLog, readRecords } from './run-log.ts'
import { networkHash, resolveSettings, runDocument } from './run-settings.ts'
import type { ResumeOptions, RunHandle, StartOptions } from './run-types.ts'
import { planThreads, thisMachine } from './thread-plan.ts'
import { versions } from './versions.ts'

/** Rejects with RunError, DataError or FileError before anything has begun; later failures are events. */
export async function startRun(options: StartOptions): Promise<RunHandle> {
  const folder = resolve(options.folder)
  if (options.resume) return resumeStarted(options, folder)
  const callerFolder = options.callerFolder ?? options.baseFolder
  const overrides = options.overrides ?? {}
  const settings = resolveSettings(options.document, overrides, {
    baseFolder: options.baseFolder,
    callerFolder,
  })
  const document = runDocument(options.document, settings, folder)
  requireSound(analyse(document), 'train')
  requireMemory(document)
  return locked(folder, options.force ? 'replace' : 'new', async lock => {
    const run = newRun(document, settings)
    await writeRunDocument(folder, document)
    await writeRun(folder, run)
    return begin({ folder, lock, document, run, checkpoint: null, acceptChangedData: false })
  })
}

/** Continues a run from its newest whole checkpoint, or from the start where it has none. */
export async function resumeRun(options: ResumeOptions): Promise<RunHandle> {
  const folder = resolve(options.folder)
  // Before the lock, which would make a folder that is no run look like one.
  await readRun(folder)
  return locked(folder, 'old', async lock => {
    const before = await readRun(folder)
    const document = await readDocument(join(folder, runFiles.document))
    const settings = extendSettings(before, options)
    const warnings: string[] = []
    const checkpoints = join(folder, runFiles.checkpoints)
    await removeUnfinished(checkpoints)
    const checkpoint = await newestCheckpoint(checkpoints, message => warnings.push(message))
    checkResume(before, document, checkpoint)
    const run = { ...before, settings }
    const extended = runDocument(document, settings, folder)
    if (settings !== before.settings) {
      await writeRunDocument(folder, extended)
      await writeRun(folder, run)
    }
    return begin({
      folder,
      lock,
      document: extended,
      run,
      checkpoint,
      acceptChangedData: options.acceptChangedData ?? false,
      warnings,
    })
  })
}

/** `train … --resume`: the command repeats the document and settings, which must be those of the run. */
async function resumeStarted(options: StartOptions, folder: string): Promise<RunHandle> {
  const run = await readRun(folder)
  const overrides = options.overrides ?? {}
  const settings = resolveSettings(
    { ...options.document, training: { ...options.document.training, ...run.settings } },
    overrides,
    { baseFolder: options.baseFolder, callerFolder: options.callerFolder ?? options.baseFolder },
  )
  refuseOther(options.document, settings, run)
  const before = await readDocument(join(folder, runFiles.document))
  refuseOtherLosses(options.document, before)
  return resumeRun({
    folder,
    acceptChangedData: options.force ?? false,
    ...(overrides.epochs !== undefined && { epochs: overrides.epochs }),
    ...(overrides.dataset && { dataset: settings.dataset }),
  })
}

function refuseOther(document: NetworkDocument, asked: RunSettings, run: RunRecordFile): void {
  if (networkHash(document) !== run.networkHash) {
    throw new RunError(
      'input',
      'document-changed',
      `${document.name} is not the network that this run was started with. Start a new run in another folder.`,
    )
  }
  const names = ['optimizer', 'batchSize', 'seed', 'precision', 'loss', 'threads'] as const
  for (const name of names) {
    const [wanted, used] = [asked[name], run.settings[name]].map(value => JSON.stringify(value))
    if (wanted === used) continue
    throw new RunError(
      'input',
      'settings-changed',
      `The run uses ${name} ${used}, not ${wanted}. A resumed run keeps its settings: leave the option out, or start a new run in another folder.`,
    )
  }
}

/** What is said of single outputs stands in the run's copy of the document only. */
function refuseOtherLosses(document: NetworkDocument, before: NetworkDocument): void {
  const { losses = {} } = document.training ?? {}
  if (sameJson(losses, before.training?.losses ?? {})) return
  throw new RunError(
    'input',
    'settings-changed',
    'The losses of single outputs are not those that this run was started with. A resumed run keeps its settings: put them back, or start a new run in another folder.',
  )
}

async function locked(
  folder: string,
  kind: 'new' | 'replace' | 'old',
  start: (lock: RunLock) => Promise<RunHandle>,
): Promise<RunHandle> {
  if (kind !== 'old') await prepareFolder(folder, kind === 'replace' ? 'look' : 'refuse')
  const lock = await lockRun(folder)
  try {
    if (kind !== 'old') await prepareFolder(folder, kind === 'replace' ? 'clear' : 'refuse')
    return await start(lock)
  } catch (thrown) {
    await lock.release()
    throw thrown
  }
}

function newRun(document: NetworkDocument, settings: RunSettings): RunRecordFile {
  return {
    format: 'layerloom-run',
    version: 1,
    name: document.name,
    created: new Date().toISOString(),
    settings,
    seed: settings.seed,
    threads: settings.threads,
    versions: versions(),
    networkHash: networkHash(document),
    dataFingerprint: null,
    classNames: [],
    scaling: null,
    best: null,
    last: null,
  }
}

interface Beginning {
  readonly folder: string
  readonly lock: RunLock
  readonly document: NetworkDocument
  readonly run: RunRecordFile
  readonly checkpoint: Checkpoint | null
  readonly acceptChangedData: boolean
  readonly warnings?: readonly string[]
}

async function begin(beginning: Beginning): Promise<RunHandle> {
  const { folder, lock, document, run, checkpoint } = beginning
  const path = join(folder, runFiles.events)
  const state = checkpoint?.state ?? { step: 0, epoch: 0 }
  const log = await openRunLog(path, await lastRecordBefore(path, state))
  for (const event of await untoldEpochs(path, checkpoint)) log.append(event)
  for (const message of beginning.warnings ?? []) {
    log.append({ event: 'warning', step: state.step, code: 'checkpoint-damaged', message })
  }
  const { settings } = run
  const machine = thisMachine(settings.threads)
  const { lanes, threads } = planThreads(analyse(document), settings.batchSize, machine)
  const job = {
    folder,
    document,
    settings,
    lanes,
    networkHash: run.networkHash,
    restore: checkpoint && { prefix: checkpoint.prefix, state: checkpoint.state },
    expectedFingerprint: beginning.acceptChangedData ? null : run.dataFingerprint,
    scaling: run.scaling,
  }
  return followRun({ folder, threads, lock, log, run, job })
}

/** Epochs of an engine that was killed before it could write them down; its trainer finished its step. */
async function untoldEpochs(path: string, checkpoint: Checkpoint | null): Promise<EpochEvent[]> {
  const told = (await readRecords(path)).map(record =>
    record.event === 'epoch' ? record.epoch : 0,
  )
  const last = Math.max(0, ...told)
  return (checkpoint?.state.history ?? []).filter(event => event.epoch > last)
}
