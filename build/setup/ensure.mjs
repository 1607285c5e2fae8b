// Makes whatever is missing, in order. When nothing is, this only reads stamps: no lock, no network, no output.
import { mkdirSync, statfsSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { explain, SetupError } from './failure.mjs'
import { onInterruption } from './interruption.mjs'
import { withLock } from './lock.mjs'
import { createProgress } from './progress.mjs'
import { readStamp, removeStamp, writeStamp } from './stamps.mjs'

/** @typedef {import('./site.mjs').Site} Site */
/** @typedef {import('./progress.mjs').Progress} Progress */
/** @typedef {import('./stamps.mjs').Stamp} Stamp */

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {(site: Site) => string} title
 * @property {(site: Site) => string | null} from        everything the product depends on; null if there is nothing to make
 * @property {(site: Site, stamp: Stamp) => boolean} isWhole   a cheap look at the product itself
 * @property {{ folder: 'checkout' | 'cache', megabytes: number | ((site: Site) => number) }} [space]
 * @property {(site: Site, progress: Pick<Progress, 'detail' | 'note'>) => Promise<Record<string, unknown>>} make   its result is kept in the stamp
 */

/**
 * @param {Site} site @param {readonly Step[]} steps @param {Progress} [progress]
 */
export async function ensure(site, steps, progress = createProgress()) {
  if (steps.every(step => isDone(site, step))) return
  mkdirSync(site.scratch, { recursive: true })
  const onWait = (/** @type {import('./lock.mjs').LockRecord} */ { owner }) =>
    progress.note(`Another set-up of this checkout is running (process ${owner.pid}); waiting.`)
  try {
    await withLock(join(site.scratch, 'setup.lock'), onWait, async lock => {
      const missing = steps.some(step => !isDone(site, step))
      if (missing) await makeMissing({ ...site, locks: [...site.locks, lock] }, steps, progress)
    })
  } catch (error) {
    progress.stop()
    throw explain(error, site.log)
  }
}

/** @param {Site} site @param {Step} step */
export function isDone(site, step) {
  const from = step.from(site)
  if (from === null) return true
  const stamp = readStamp(site, step.name)
  return stamp?.from === from && step.isWhole(site, stamp)
}

/** @param {Site} site @param {readonly Step[]} steps @param {Progress} progress */
async function makeMissing(site, steps, progress) {
  writeFileSync(site.log, `${new Date().toISOString()} ${process.version} ${site.checkout}\n`)
  progress.note(`Layerloom sets itself up (log: ${site.log}).`)
  const forget = onInterruption(() => {
    progress.stop()
    progress.note('Stopped. The same command goes on from here.')
  })
  try {
    // One after another: a step may depend on the stamp of the one before it.
    for (const step of steps) if (!isDone(site, step)) await makeStep(site, step, progress)
  } finally {
    forget()
  }
}

/** @param {Site} site @param {Step} step @param {Progress} progress */
async function makeStep(site, step, progress) {
  const from = step.from(site)
  if (from === null) return
  removeStamp(site, step.name)
  requireSpace(site, step)
  progress.begin(step.title(site))
  const result = await step.make(site, progress)
  writeStamp(site, step.name, { from, ...result })
  progress.done()
}

/** @param {Site} site @param {Step} step */
function requireSpace(site, step) {
  if (!step.space) return
  const { folder, megabytes } = step.space
  const needed = typeof megabytes === 'number' ? megabytes : megabytes(site)
  const free = freeMegabytes(site[folder])
  if (free >= needed) return
  const [need, have] = [needed, Math.floor(free)].map(value => value.toLocaleString('en-US'))
  throw new SetupError(
    `The disk of ${site[folder]} has ${have} MB free; “${step.title(site)}” needs ${need} MB.`,
    folder === 'cache' ? 'export XDG_CACHE_HOME=FOLDER_ON_A_LARGER_DISK' : 'df -h',
  )
}

/** Free space where a folder is, or will be. @param {string} folder @returns {number} */
function freeMegabytes(folder) {
  try {
    const { bavail, bsize } = statfsSync(folder)
    return (bavail * bsize) / 1e6
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ENOENT') throw error
    return freeMegabytes(dirname(folder))
  }
}
