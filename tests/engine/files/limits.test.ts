// RELIABILITY F10: limits that the system really sets, on file size and on open files.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

const program = fileURLToPath(new URL('save-under-limit.ts', import.meta.url))

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'layerloom-limits-'))
  path = join(folder, 'net.loom.json')
  writeFileSync(path, 'old')
})
afterEach(() => rmSync(folder, { recursive: true }))

function saveUnder(limit: string, what: string): string {
  const node = [
    process.execPath,
    '--experimental-strip-types',
    '--no-warnings',
    program,
    path,
    what,
  ]
  const child = spawnSync('bash', ['-c', `${limit}; exec "$@"`, 'bash', ...node], {
    encoding: 'utf8',
  })
  expect(child.stderr).toBe('')
  return child.stdout.trim()
}

describe.skipIf(process.platform === 'win32')('under a limit of the system', () => {
  test('on file size a save fails as too large and the old file stays', () => {
    expect(saveUnder('ulimit -f 100', 'large')).toBe('too-large')
    expect(readFileSync(path, 'utf8')).toBe('old')
    expect(readdirSync(folder)).toEqual(['net.loom.json'])
  })

  test('on open files a save fails as such, and works again once some are closed', () => {
    expect(saveUnder('ulimit -n 64', 'handles')).toBe('too-many-open then saved')
    expect(readFileSync(path, 'utf8')).toBe('new')
    expect(readdirSync(folder)).toEqual(['net.loom.json'])
  })
})
