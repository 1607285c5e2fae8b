// The files of a run (CONTRACTS, Runs) and their readers.
import { mkdir, readdir, readFile, rm, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { printDocument } from '../../shared/document/print.ts'
import type { NetworkDocument } from '../../shared/document/types.ts'
import type { ConfusionMatrix, RunPoint, RunSettings } from '../../shared/runs/events.ts'
import { systemCodeOf, toFileError } from '../files/file-error.ts'
import { writeFile } from '../files/write-file.ts'
import { RunError } from './run-error.ts'

export const runFiles = {
  document: 'document.loom.json',
  run: 'run.json',
  events: 'events.jsonl',
  checkpoints: 'checkpoints',
  confusion: 'confusion.json',
} as const

/** Constants at the head of the compiled graph: (x - mean) / deviation, per channel. */
export interface Scaling {
  readonly mean: readonly number[]
  readonly deviation: readonly number[]
}

/** For every input the same, or by input id. */
export type RunScaling = Scaling | Readonly<Record<string, Scaling>>

export function scalingByInput(
  scaling: RunScaling | null,
  inputs: readonly string[],
): Readonly<Record<string, Scaling>> {
  if (scaling === null) return {}
  if (!isForAll(scaling)) return scaling
  return Object.fromEntries(inputs.map(id => [id, scaling]))
}

/** An input may be called “mean”, but its constants are no list. */
function isForAll(scaling: RunScaling): scaling is Scaling {
  return Array.isArray(scaling.mean)
}

/** `run.json`. */
export interface RunRecordFile {
  readonly format: 'layerloom-run'
  readonly version: 1
  readonly name: string
  readonly created: string
  readonly settings: RunSettings
  readonly seed: number
  readonly threads: number
  readonly versions: Readonly<Record<string, string>>
  readonly networkHash: string
  /** Null until the data was read once, and in imports. */
  readonly dataFingerprint: string | null
  readonly classNames: readonly string[]
  /** Null: raw values. */
  readonly scaling: RunScaling | null
  readonly best: RunPoint | null
  readonly last: RunPoint | null
}

/**
 * Makes the folder, or refuses one that holds something. `look` changes nothing else and `clear` removes
 * the run in it: looked at before the lock, cleared under it.
 */
export async function prepareFolder(
  folder: string,
  task: 'refuse' | 'look' | 'clear',
): Promise<void> {
  try {
    await mkdir(folder, { recursive: true })
    const entries = (await readdir(folder)).filter(name => !name.startsWith('.lock'))
    if (entries.length === 0) return
    if (task === 'refuse') throw notEmpty(folder, entries)
    if (task === 'clear') await clearRun(folder, entries)
  } catch (thrown) {
    if (thrown instanceof RunError) throw thrown
    throw toFileError(thrown, folder, 'opened')
  }
}

function notEmpty(folder: string, entries: readonly string[]): RunError {
  const advice = entries.includes(runFiles.run)
    ? 'Continue that run with --resume, replace it with --force, or choose another folder.'
    : 'Choose another folder, or use this one with --force.'
  return new RunError('input', 'run-not-empty', `${folder} is not empty. ${advice}`)
}

/** Removes a run's own files only: `--force` must not empty somebody's home folder. */
async function clearRun(folder: string, entries: readonly string[]): Promise<void> {
  const own: readonly string[] = Object.values(runFiles)
  const doomed = entries.filter(name => own.includes(name))
  // run.json first: a kill in between leaves no run that seems whole.
  const order = [runFiles.run, ...doomed.filter(name => name !== runFiles.run)]
  for (const name of order) await rm(join(folder, name), { recursive: true, force: true })
}

/** Takes back a run that never began, so that it is not in the way of the next attempt. */
export async function discardRun(folder: string): Promise<void> {
  await clearRun(folder, await readdir(folder))
  // Fails where the folder holds something else, and then it stays.
  await rmdir(folder).catch(() => {})
}

export async function writeRun(folder: string, run: RunRecordFile): Promise<void> {
  await writeFile(join(folder, runFiles.run), `${JSON.stringify(run, null, 2)}\n`)
}

export async function writeRunDocument(folder: string, document: NetworkDocument): Promise<void> {
  await writeFile(join(folder, runFiles.document), printDocument(document))
}

export async function readRun(folder: string): Promise<RunRecordFile> {
  const path = join(folder, runFiles.run)
  const text = await readText(path, `${folder} is not a run: it holds no ${runFiles.run}.`)
  const run = parseObject(text, path) as Partial<RunRecordFile>
  if (run.format !== 'layerloom-run') {
    throw new RunError('input', 'run-damaged', `${path} does not describe a run.`)
  }
  if (run.version !== 1) {
    throw new RunError(
      'input',
      'run-newer',
      `${path} has version ${String(run.version)}, written by a newer program. This one reads version 1.`,
    )
  }
  if (!run.settings || typeof run.networkHash !== 'string') {
    throw new RunError('input', 'run-damaged', `${path} lacks the settings of the run.`)
  }
  return run as RunRecordFile
}

export async function readConfusion(folder: string): Promise<ConfusionMatrix | null> {
  const path = join(folder, runFiles.confusion)
  try {
    return parseObject(await readFile(path, 'utf8'), path) as unknown as ConfusionMatrix
  } catch (thrown) {
    if (systemCodeOf(thrown) === 'ENOENT') return null
    throw thrown
  }
}

async function readText(path: string, missing: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (thrown) {
    const code = systemCodeOf(thrown)
    if (code === 'ENOENT' || code === 'ENOTDIR') throw new RunError('input', 'no-run', missing)
    throw toFileError(thrown, path, 'read')
  }
}

function parseObject(text: string, path: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>
  } catch {
    // Said below.
  }
  throw new RunError('input', 'run-damaged', `${path} is damaged: it holds no JSON object.`)
}
