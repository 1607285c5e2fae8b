// One set-up at a time: a file that appears whole (a hard link) and names its owner. A lock whose owner
// died is taken over by exactly one of those who wait, under a lock of its own.
import { randomUUID } from 'node:crypto'
import {
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { hostname } from 'node:os'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { onInterruption } from './interruption.mjs'

/** @typedef {{ pid: number, birth: string | null }} ProcessName  `birth` tells a process from a later one with its number */
/** @typedef {{ token: string, host: string, owner: ProcessName, child: ProcessName | null }} LockRecord */
/** @typedef {{ adopt(pid: number | undefined): void }} Lock */

const pollMs = 150
const beatMs = 5_000
/** On another machine (a shared home, a container) only the owner's heartbeat can be seen. */
const silenceMs = 60_000

/**
 * Does `work` while holding the lock.
 * @template T
 * @param {string} path
 * @param {(owner: LockRecord) => void} onWait called once if another holds it
 * @param {(lock: Lock) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(path, onWait, work) {
  /** @type {LockRecord} */
  const record = { token: randomUUID(), host: hostname(), owner: nameOf(process.pid), child: null }
  mkdirSync(dirname(path), { recursive: true })
  await acquire(path, record, onWait)
  const release = () => {
    if (readLock(path)?.token === record.token) rmSync(path, { force: true })
  }
  const forget = onInterruption(release)
  const beat = setInterval(() => touch(path), beatMs)
  beat.unref()
  try {
    return await work({ adopt: pid => writeChild(path, record, pid) })
  } finally {
    clearInterval(beat)
    forget()
    release()
  }
}

/** @param {string} path @param {LockRecord} record @param {(owner: LockRecord) => void} onWait */
async function acquire(path, record, onWait) {
  let hasWaited = false
  while (!createWhole(path, record)) {
    const holder = readLock(path)
    if (!holder) continue
    if (isDead(path, holder)) {
      await bury(path, holder)
      continue
    }
    if (!hasWaited) onWait(holder)
    hasWaited = true
    await sleep(pollMs)
  }
}

/**
 * Removes a dead owner's lock. Those who wait do this one after another and look again, so none can
 * remove the lock of a successor.
 * @param {string} path @param {LockRecord} holder
 */
async function bury(path, holder) {
  const ignore = () => {}
  await withLock(`${path}.takeover`, ignore, async () => {
    if (readLock(path)?.token !== holder.token) return
    if (holder.host === hostname()) await endOrphan(holder.child)
    rmSync(path, { force: true })
  })
}

/** @param {string} path @param {LockRecord} record */
function createWhole(path, record) {
  const draft = `${path}.${record.token}`
  writeFileSync(draft, JSON.stringify(record))
  try {
    linkSync(draft, path)
    return true
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

/** The child that does the work is named in the lock, so that whoever takes over can end it. */
function writeChild(
  /** @type {string} */ path,
  /** @type {LockRecord} */ record,
  /** @type {number | undefined} */ pid,
) {
  const draft = `${path}.${record.token}`
  writeFileSync(draft, JSON.stringify({ ...record, child: pid ? nameOf(pid) : null }))
  renameSync(draft, path)
}

/** @returns {LockRecord | undefined} */
function readLock(/** @type {string} */ path) {
  let text
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return undefined
    throw error
  }
  try {
    return JSON.parse(text)
  } catch {
    // Only a full disk or a hand can leave this; nobody owns it.
    return { token: text, host: hostname(), owner: { pid: 0, birth: null }, child: null }
  }
}

/** @param {string} path @param {LockRecord} record */
function isDead(path, { host, owner }) {
  if (host === hostname()) return !isRunning(owner)
  try {
    return Date.now() - statSync(path).mtimeMs > silenceMs
  } catch {
    return false
  }
}

/** @param {ProcessName} name */
export function isRunning({ pid, birth }) {
  if (pid <= 0) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ESRCH') return false
  }
  return birth === null || birthOf(pid) === birth
}

/** @param {number} pid @returns {ProcessName} */
export function nameOf(pid) {
  return { pid, birth: birthOf(pid) }
}

/** Start time in clock ticks since boot on Linux, null where it cannot be had or the process is a zombie. */
function birthOf(/** @type {number} */ pid) {
  try {
    // "pid (name) state ppid …": the name may hold spaces, and the start time is field 22.
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1')
      .replace(/^.*\) /s, '')
      .split(' ')
    return fields[0] === 'Z' ? null : (fields[19] ?? null)
  } catch {
    return null
  }
}

/** Ends what the dead owner left running (npm, pip, the compiler), with its whole group. @param {ProcessName | null} child */
async function endOrphan(child) {
  while (child?.birth && isRunning(child)) {
    try {
      process.kill(-child.pid, 'SIGKILL')
    } catch {
      // It ended by itself meanwhile.
    }
    await sleep(20)
  }
}

function touch(/** @type {string} */ path) {
  try {
    const now = new Date()
    utimesSync(path, now, now)
  } catch {
    // The lock is being rewritten or was released; the next beat will tell.
  }
}
