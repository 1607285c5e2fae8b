// `.lock`: one process writes a run. It names the owner and the owner's trainer, which outlives a killed
// owner for the moment that its last checkpoint takes. A lock of dead processes is taken over.
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { toFileError } from '../files/file-error.ts'
import { RunError } from './run-error.ts'

interface ProcessName {
  readonly pid: number
  /** Tells a process from a later one with its number; null where the system does not say. */
  readonly birth: string | null
}

interface LockRecord {
  readonly token: string
  readonly host: string
  readonly owner: ProcessName
  readonly trainer: ProcessName | null
}

export interface RunLock {
  /** Names the trainer, so that nobody else writes while it lives. */
  adopt(pid: number): Promise<void>
  release(): Promise<void>
}

/** An orphaned trainer saves and leaves within this time. */
const patience = 10_000

export async function lockRun(folder: string): Promise<RunLock> {
  const path = join(folder, '.lock')
  const record: LockRecord = {
    token: randomUUID(),
    host: hostname(),
    owner: nameOf(process.pid),
    trainer: null,
  }
  const deadline = Date.now() + patience
  while (!(await claim(path, record))) {
    const holder = await readLock(path)
    if (holder === 'none') continue
    if (holder === 'unreadable' || !isHeld(holder)) {
      await removeStale(path, holder)
    } else if (isAlive(holder, holder.owner) || Date.now() > deadline) {
      throw inUse(folder, holder)
    } else {
      await sleep(50)
    }
  }
  return {
    adopt: pid => replace(path, { ...record, trainer: nameOf(pid) }),
    release: async () => {
      const holder = await readLock(path)
      if (typeof holder === 'object' && holder.token === record.token)
        await rm(path, { force: true })
    },
  }
}

/** True while some process trains in the folder. */
export async function isRunLocked(folder: string): Promise<boolean> {
  const holder = await readLock(join(folder, '.lock'))
  return typeof holder === 'object' && isHeld(holder)
}

/** A hard link appears whole or fails, so nobody reads half a lock. */
async function claim(path: string, record: LockRecord): Promise<boolean> {
  const draft = `${path}.${record.token}`
  try {
    await writeFile(draft, JSON.stringify(record), { flag: 'wx' })
    await link(draft, path)
    return true
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw toFileError(thrown, path, 'saved')
  } finally {
    await rm(draft, { force: true })
  }
}

async function replace(path: string, record: LockRecord): Promise<void> {
  const draft = `${path}.${record.token}`
  try {
    await writeFile(draft, JSON.stringify(record))
    await rename(draft, path)
  } catch (thrown) {
    await rm(draft, { force: true })
    throw toFileError(thrown, path, 'saved')
  }
}

/** Moves it aside first: of two that take over, one finds that it moved the other's new lock and gives it back. */
async function removeStale(path: string, seen: LockRecord | 'unreadable'): Promise<void> {
  const aside = `${path}.${randomUUID()}`
  try {
    await rename(path, aside)
  } catch {
    return
  }
  const moved = await readLock(aside)
  const isOther = typeof moved === 'object' && (seen === 'unreadable' || moved.token !== seen.token)
  if (isOther) await link(aside, path).catch(() => {})
  await rm(aside, { force: true })
}

async function readLock(path: string): Promise<LockRecord | 'none' | 'unreadable'> {
  try {
    const record = JSON.parse(await readFile(path, 'utf8')) as LockRecord
    return Number.isSafeInteger(record?.owner?.pid) ? record : 'unreadable'
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === 'ENOENT' ? 'none' : 'unreadable'
  }
}

function isHeld(holder: LockRecord): boolean {
  return (
    isAlive(holder, holder.owner) || (holder.trainer !== null && isAlive(holder, holder.trainer))
  )
}

/** A process of another machine cannot be seen: it counts as alive. */
function isAlive(holder: LockRecord, name: ProcessName): boolean {
  if (holder.host !== hostname()) return true
  try {
    process.kill(name.pid, 0)
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  const birth = birthOf(name.pid)
  return birth !== 'gone' && (birth === null || name.birth === null || birth === name.birth)
}

function nameOf(pid: number): ProcessName {
  const birth = birthOf(pid)
  return { pid, birth: birth === 'gone' ? null : birth }
}

/** Start time in clock ticks (proc(5), field 22). A zombie is gone. */
function birthOf(pid: number): string | 'gone' | null {
  if (process.platform !== 'linux') return null
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
    return fields[0] === 'Z' ? 'gone' : (fields[19] ?? null)
  } catch {
    return 'gone'
  }
}

function inUse(folder: string, holder: LockRecord): RunError {
  const where = holder.host === hostname() ? '' : ` on ${holder.host}`
  return new RunError(
    'input',
    'run-in-use',
    `${folder} is in use by process ${holder.owner.pid}${where}. Stop that run first, or choose another folder.`,
  )
}
