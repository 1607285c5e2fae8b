// A wheel carries the sha256 of each of its files in RECORD (PEP 376 and 427): `path,sha256=DIGEST,size`.
import { createHash } from 'node:crypto'
import { createReadStream, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { SetupError } from '../failure.mjs'

/**
 * Compares files under `root` with RECORD and throws at the first that differs.
 * @param {string} record path of RECORD
 * @param {string} root folder that RECORD's paths start from
 * @param {(path: string) => boolean} isWanted
 */
export async function verifyRecord(record, root, isWanted) {
  const entries = parseRecord(readFileSync(record, 'utf8')).filter(({ path }) => isWanted(path))
  if (entries.length === 0)
    throw new SetupError(`${record} lists none of the files that are needed.`)
  for (const { path, sha256 } of entries) {
    const actual = await hashOfFile(join(root, path))
    if (actual !== sha256) {
      throw new SetupError(`${join(root, path)} is damaged: its sha256 differs from its package's.`)
    }
  }
}

/** @param {string} text @returns {{ path: string, sha256: string }[]} */
export function parseRecord(text) {
  return text.split(/\r?\n/).flatMap(line => {
    // A path with a comma is quoted; digests and sizes never are.
    const match = /^(?:"((?:[^"]|"")*)"|([^,]*)),sha256=([\w-]+),\d*$/.exec(line)
    if (!match) return []
    const path = match[1]?.replaceAll('""', '"') ?? match[2] ?? ''
    return [{ path, sha256: match[3] ?? '' }]
  })
}

/** @param {string} path */
async function hashOfFile(path) {
  const hash = createHash('sha256')
  try {
    await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash)
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return 'absent'
    throw error
  }
  return hash.digest('base64url')
}
