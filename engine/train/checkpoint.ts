// Checkpoints: TensorFlow writes into `checkpoints/.tmp-N/`, `state.json` gets the digests, then the folder
// is published whole (rule C). Two are kept; a damaged one is set aside, never deleted.
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { EpochEvent, RunPoint } from '../../shared/runs/events.ts'
import { FileError, systemCodeOf, toFileError } from '../files/file-error.ts'
import { digestFolder, type FileDigest, publishFolder } from '../files/publish-folder.ts'
import { writeFile } from '../files/write-file.ts'
import { RunError } from './run-error.ts'
import type { Sums } from './sums.ts'

/** Sums of the epoch that is running, so that its metrics come out the same after a resume. */
export interface EpochSums extends Sums {
  /** Of training steps only. */
  readonly seconds: number
}

export interface TrainingState {
  /** Finished steps. */
  readonly step: number
  /** Finished epochs, validation included. */
  readonly epoch: number
  /** Finished batches of the epoch that is running. */
  readonly batch: number
  readonly sums: EpochSums
  readonly learningRate: number
  readonly best: RunPoint | null
  readonly last: RunPoint | null
  /** The latest epochs: those that a killed engine had no time to write into its log. */
  readonly history: readonly EpochEvent[]
  /** Of all sessions. */
  readonly seconds: number
}

export interface CheckpointState extends TrainingState {
  readonly version: 1
  readonly networkHash: string
  readonly dataFingerprint: string | null
  readonly seed: number
  /** False in imports: there is no optimizer state to restore. */
  readonly hasOptimizer: boolean
  readonly files: Readonly<Record<string, FileDigest>>
}

export interface Checkpoint {
  readonly name: string
  readonly folder: string
  /** What the restore operation takes. */
  readonly prefix: string
  readonly state: CheckpointState
}

const namePattern = /^\d{8,}$/
const weightsFile = 'weights'
const kept = 2

export function checkpointName(step: number): string {
  return String(step).padStart(8, '0')
}

/** Writes one and then removes all but the newest two. A checkpoint of this step stays as it is. */
export async function writeCheckpoint(
  checkpoints: string,
  state: Omit<CheckpointState, 'files' | 'version'>,
  save: (prefix: string) => void | Promise<void>,
): Promise<string> {
  const name = checkpointName(state.step)
  const temporary = join(checkpoints, `.tmp-${state.step}`)
  try {
    await rm(temporary, { recursive: true, force: true })
    await mkdir(temporary, { recursive: true })
    await saveWeights(save, join(temporary, weightsFile))
    const files = await digestFolder(temporary)
    await writeFile(
      join(temporary, 'state.json'),
      `${JSON.stringify({ version: 1, ...state, files }, null, 2)}\n`,
    )
    await publishFolder(temporary, join(checkpoints, name))
  } catch (thrown) {
    await rm(temporary, { recursive: true, force: true }).catch(() => {})
    throw isOfDisk(thrown) ? toFileError(thrown, join(checkpoints, name), 'saved') : thrown
  }
  await removeOld(checkpoints)
  return name
}

/** TensorFlow tells of the disk in a sentence of its own. */
async function saveWeights(
  save: (prefix: string) => void | Promise<void>,
  prefix: string,
): Promise<void> {
  try {
    await save(prefix)
  } catch (thrown) {
    const words = thrown instanceof Error ? thrown.message : ''
    const code = diskWords.find(([sentence]) => words.includes(sentence))?.[1]
    throw code ? Object.assign(new Error(words, { cause: thrown }), { code }) : thrown
  }
}

const diskWords = [
  ['No space left on device', 'ENOSPC'],
  ['Disk quota exceeded', 'EDQUOT'],
  ['File too large', 'EFBIG'],
  ['Input/output error', 'EIO'],
  ['Read-only file system', 'EROFS'],
  ['Permission denied', 'EACCES'],
] as const

/** Diverged weights and TensorFlow's other failures are no matter of the disk. */
function isOfDisk(thrown: unknown): boolean {
  return thrown instanceof FileError || /^E[A-Z0-9]+$/.test(systemCodeOf(thrown) ?? '')
}

export async function hasCheckpoint(checkpoints: string, step: number): Promise<boolean> {
  return (await listNames(checkpoints)).includes(checkpointName(step))
}

/**
 * The newest checkpoint whose files are what its digests say. With `onDamaged` the caller owns the run:
 * damaged ones are renamed to `….damaged` and told. Others only pass them over, for the owner may be at work.
 */
export async function newestCheckpoint(
  checkpoints: string,
  onDamaged?: (message: string) => void,
): Promise<Checkpoint | null> {
  for (const name of (await listNames(checkpoints)).reverse()) {
    const folder = join(checkpoints, name)
    const found = await verify(folder)
    if (typeof found === 'object') {
      return { name, folder, prefix: join(folder, weightsFile), state: found }
    }
    if (!onDamaged) continue
    await setAside(folder)
    onDamaged(`The checkpoint ${folder} is damaged (${found}). The one before it is used.`)
  }
  return null
}

export async function removeUnfinished(checkpoints: string): Promise<void> {
  for (const name of await readdir(checkpoints).catch(() => [])) {
    if (name.startsWith('.tmp-')) {
      await rm(join(checkpoints, name), { recursive: true, force: true })
    }
  }
}

async function listNames(checkpoints: string): Promise<string[]> {
  try {
    const names = (await readdir(checkpoints)).filter(name => namePattern.test(name))
    return names.sort((a, b) => Number(a) - Number(b))
  } catch (thrown) {
    if (systemCodeOf(thrown) === 'ENOENT') return []
    throw toFileError(thrown, checkpoints, 'read')
  }
}

/** The state, or what is wrong. */
async function verify(folder: string): Promise<CheckpointState | string> {
  let state: CheckpointState
  try {
    state = JSON.parse(await readFile(join(folder, 'state.json'), 'utf8')) as CheckpointState
  } catch {
    return 'state.json cannot be read'
  }
  if (state?.version !== 1 && Number(state?.version) > 1) {
    throw new RunError(
      'input',
      'run-newer',
      `${folder} was written by a newer program (version ${state.version}). This one reads version 1.`,
    )
  }
  if (!isState(state)) return 'state.json is incomplete'
  const digests = await digestFolder(folder).catch(() => ({}) as Record<string, FileDigest>)
  for (const [name, expected] of Object.entries(state.files)) {
    const found = digests[name]
    if (!found) return `${name} is missing`
    if (found.size !== expected.size) {
      return `${name} has ${found.size} bytes instead of ${expected.size}`
    }
    if (found.sha256 !== expected.sha256) return `${name} has other contents than were written`
  }
  return state
}

function isState(state: CheckpointState): boolean {
  const whole = [state.step, state.epoch, state.batch, state.seed]
  return (
    state.version === 1 &&
    whole.every(value => Number.isSafeInteger(value) && value >= 0) &&
    typeof state.networkHash === 'string' &&
    typeof state.sums?.loss === 'number' &&
    typeof state.files === 'object' &&
    Object.keys(state.files).length > 0
  )
}

async function setAside(folder: string): Promise<void> {
  await rename(folder, `${folder}.damaged`).catch(async () => {
    await rename(folder, `${folder}.damaged-${Date.now()}`).catch(() => {})
  })
}

async function removeOld(checkpoints: string): Promise<void> {
  const names = await listNames(checkpoints)
  for (const name of names.slice(0, -kept)) {
    const doomed = join(checkpoints, `.tmp-old-${name}`)
    // Renamed first: a kill during the removal leaves no half checkpoint under a valid name.
    await rename(join(checkpoints, name), doomed)
      .then(() => rm(doomed, { recursive: true, force: true }))
      .catch(() => {})
  }
}

/**
 * The first value that is not finite, as its byte offset, or null. TensorFlow's bundle holds the tensors
 * one after another without padding; ours are all float32.
 */
export async function findNonFinite(prefix: string): Promise<number | null> {
  const file = await open(`${prefix}.data-00000-of-00001`, 'r')
  try {
    const piece = new Uint8Array(1 << 20)
    const exponents = new Uint32Array(piece.buffer)
    for (let position = 0; ; ) {
      const { bytesRead } = await file.read(piece, 0, piece.length, position)
      const words = bytesRead >> 2
      for (let at = 0; at < words; at += 1) {
        if (((exponents[at] as number) & 0x7f800000) === 0x7f800000) return position + at * 4
      }
      if (bytesRead < piece.length) return null
      position += bytesRead
    }
  } finally {
    await file.close()
  }
}
