// A stamp says what a step was last made from. It is written last, so nothing half made passes for done.
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** @typedef {{ from: string } & Record<string, unknown>} Stamp */
/** @typedef {Pick<import('./site.mjs').Site, 'stamps'>} HasStamps */

/** @param {HasStamps} site @param {string} name @returns {Stamp | undefined} */
export function readStamp(site, name) {
  try {
    return JSON.parse(readFileSync(join(site.stamps, `${name}.json`), 'utf8'))
  } catch {
    // Absent or unreadable are the same here: the step is made again.
    return undefined
  }
}

/** @param {HasStamps} site @param {string} name @param {Stamp} stamp */
export function writeStamp(site, name, stamp) {
  writeWhole(join(site.stamps, `${name}.json`), `${JSON.stringify(stamp, null, 2)}\n`)
}

/** @param {HasStamps} site @param {string} name */
export function removeStamp(site, name) {
  rmSync(join(site.stamps, `${name}.json`), { force: true })
}

/** Writes a file so that a reader sees all of it or none. @param {string} path @param {string} text */
export function writeWhole(path, text) {
  mkdirSync(dirname(path), { recursive: true })
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, text)
  renameSync(draft, path)
}

/** @param {...string} parts */
export function digest(...parts) {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part).update('\0')
  return hash.digest('hex')
}

/** The names and contents of files and of all files under folders. @param {readonly string[]} paths */
export function digestOfFiles(paths) {
  const hash = createHash('sha256')
  for (const path of paths) addPath(hash, path)
  return hash.digest('hex')
}

/** @param {import('node:crypto').Hash} hash @param {string} path */
function addPath(hash, path) {
  let entries
  try {
    entries = readdirSync(path, { withFileTypes: true })
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error)
    if (code === 'ENOTDIR') hash.update(path).update('\0').update(readFileSync(path))
    else if (code !== 'ENOENT') throw error
    return
  }
  entries.sort((a, b) => (a.name < b.name ? -1 : 1))
  for (const entry of entries) {
    const inner = join(path, entry.name)
    if (entry.isDirectory()) addPath(hash, inner)
    else hash.update(inner).update('\0').update(readFileSync(inner))
  }
}
