// RELIABILITY F5, F10: every system call of a save fails once, or is the last one of the process.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { FileError } from '../../../engine/files/file-error.ts'
import { writeFile } from '../../../engine/files/write-file.ts'
import { hookFiles, systemError } from './hooked-files.ts'

let folder: string
let path: string
const oldText = 'old '.repeat(1000)
const newText = 'new, and longer '.repeat(1000)

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'layerloom-faults-'))
  path = join(folder, 'net.loom.json')
  writeFileSync(path, oldText)
})
afterEach(() => rmSync(folder, { recursive: true }))

/** Fails call number `failing` of a save; the number of calls that it made. */
async function saveWithFault(failing: number, code: string, keepPrevious: boolean) {
  const files = hookFiles({
    before: call => {
      if (call === failing) throw systemError(code)
    },
    writeAtMost: 5000,
  })
  const error = await writeFile(path, newText, { files, keepPrevious }).then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  return { error, calls: files.calls, openHandles: files.openHandles() }
}

describe.each([
  { keepPrevious: false, atLeast: 15 },
  { keepPrevious: true, atLeast: 18 },
])('with keepPrevious $keepPrevious', ({ keepPrevious, atLeast }) => {
  test.each(['EIO', 'ENOSPC', 'EACCES', 'EMFILE'])(
    '%s at any call leaves the old or the new file, no temporary file and no open handle',
    async code => {
      let failing = 1
      for (; ; failing += 1) {
        writeFileSync(path, oldText)
        const { error, calls, openHandles } = await saveWithFault(failing, code, keepPrevious)
        const text = readFileSync(path, 'utf8')
        const at = `call ${failing}, ${calls[failing - 1]}`
        expect(openHandles, at).toBe(0)
        const left = readdirSync(folder).filter(name => !name.startsWith('net.loom.json'))
        // The one call that removes the temporary file may itself be the one that fails.
        if (calls[failing - 1] !== 'remove') expect(left, at).toEqual([])
        if (error === undefined) expect(text, at).toBe(newText)
        else {
          expect(error, at).toBeInstanceOf(FileError)
          const isPlaced = (error as FileError).message.includes('The new version is in place')
          expect(text, at).toBe(isPlaced ? newText : oldText)
        }
        if (failing > calls.length) break
      }
      expect(failing).toBeGreaterThan(atLeast)
    },
  )
})

test('a disk that takes few bytes at a time gets them all', async () => {
  const files = hookFiles({ before: () => {}, writeAtMost: 7 })
  await writeFile(path, newText.slice(0, 1000), { files })
  expect(readFileSync(path, 'utf8')).toBe(newText.slice(0, 1000))
  expect(files.calls.filter(name => name === 'write').length).toBe(143)
})

test('a disk that takes no bytes and reports no error is an error', async () => {
  const files = hookFiles({ before: () => {}, writeAtMost: 0 })
  await expect(writeFile(path, newText, { files })).rejects.toMatchObject({ code: 'short-write' })
  expect(readFileSync(path, 'utf8')).toBe(oldText)
  expect(readdirSync(folder)).toEqual(['net.loom.json'])
})

test('a process killed before any call leaves the old or the new file', () => {
  const program = fileURLToPath(new URL('kill-at-call.ts', import.meta.url))
  const seen: string[] = []
  for (let call = 1; call < 100; call += 1) {
    writeFileSync(path, 'old')
    const flags = ['--experimental-strip-types', '--no-warnings', program, path, String(call)]
    const { signal, status, stderr } = spawnSync(process.execPath, flags, { encoding: 'utf8' })
    seen.push(readFileSync(path, 'utf8'))
    if (signal !== 'SIGKILL') {
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
      break
    }
  }
  // Old until the rename has happened, new from then on, and both were seen.
  const rename = seen.indexOf('new')
  expect(seen).toEqual(seen.map((_, index) => (index < rename ? 'old' : 'new')))
  expect(seen.filter(text => text === 'old').length).toBeGreaterThan(8)
  expect(seen.filter(text => text === 'new').length).toBeGreaterThanOrEqual(3)
  expect(readdirSync(folder)).toEqual(['net.loom.json'])
}, 120_000)
