import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { FileError } from '../../../engine/files/file-error.ts'
import { temporaryName } from '../../../engine/files/temporary.ts'
import { writeFile } from '../../../engine/files/write-file.ts'
import { hookFiles, systemError } from './hooked-files.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'layerloom-write-'))
  path = join(folder, 'net.loom.json')
})
afterEach(() => rmSync(folder, { recursive: true }))

const content = () => readFileSync(path, 'utf8')
const nothing = () => {}

test('a new file and its replacement hold exactly the given bytes, and nothing is left over', async () => {
  await writeFile(path, 'first ×')
  expect(content()).toBe('first ×')
  await writeFile(path, Uint8Array.of(50, 51))
  expect(content()).toBe('23')
  await writeFile(path, '')
  expect(content()).toBe('')
  expect(readdirSync(folder)).toEqual(['net.loom.json'])
})

test('the writer takes the steps of rule W in their order', async () => {
  const files = hookFiles({ before: nothing })
  await writeFile(path, 'x', { files })
  const steps = 'open write size sync close rename open sync close'
  expect(files.calls.join(' ')).toBe(`realPath list ${steps}`)
})

test('the previous version stays beside the file when asked for', async () => {
  await writeFile(path, '1', { keepPrevious: true })
  expect(existsSync(`${path}.previous`)).toBe(false)
  for (const version of ['2', '3', '4']) {
    await writeFile(path, version, { keepPrevious: true })
    expect(readFileSync(`${path}.previous`, 'utf8')).toBe(String(Number(version) - 1))
  }
  expect(readdirSync(folder)).toEqual(['net.loom.json', 'net.loom.json.previous'])
})

test('the previous version is copied where the disk knows no hard links', async () => {
  const files = hookFiles({
    before: (_, name) => {
      if (name === 'link') throw systemError('EPERM')
    },
  })
  await writeFile(path, '1')
  await writeFile(path, '2', { keepPrevious: true, files })
  expect([content(), readFileSync(`${path}.previous`, 'utf8')]).toEqual(['2', '1'])
  expect(readdirSync(folder)).toEqual(['net.loom.json', 'net.loom.json.previous'])
})

test('a link is followed and stays a link', async () => {
  const real = join(folder, 'elsewhere.json')
  writeFileSync(real, 'old')
  symlinkSync(real, path)
  await writeFile(path, 'new')
  expect(readFileSync(real, 'utf8')).toBe('new')
  expect(readdirSync(folder).sort()).toEqual(['elsewhere.json', 'net.loom.json'])
})

test('permissions of the old file are kept, those of a new one can be chosen', async () => {
  writeFileSync(path, 'old')
  chmodSync(path, 0o666)
  await writeFile(path, 'new')
  expect(statSync(path).mode & 0o777).toBe(0o666)
  const secret = join(folder, 'token')
  await writeFile(secret, 'x', { mode: 0o600 })
  expect(statSync(secret).mode & 0o777).toBe(0o600)
})

test('saves of one file end with the last one asked for', async () => {
  const sizes = [300_000, 10, 200_000, 5]
  await Promise.all(sizes.map((size, turn) => writeFile(path, String(turn).repeat(size))))
  expect(content()).toBe('33333')
})

test('a failed save does not stop the next one', async () => {
  const files = hookFiles({
    before: () => {
      throw systemError('EIO')
    },
  })
  const failed = writeFile(path, 'one', { files })
  const saved = writeFile(path, 'two')
  await expect(failed).rejects.toThrow(FileError)
  await saved
  expect(content()).toBe('two')
})

describe('a failure says what happened and what to do', () => {
  test.each([
    ['ENOSPC', 'disk-full', 'the disk is full. Free some space or choose another place.'],
    ['EDQUOT', 'disk-full', 'the disk is full. Free some space or choose another place.'],
    ['EROFS', 'read-only', 'the disk is mounted read-only. Choose another place.'],
    [
      'EACCES',
      'permission',
      'you may not write there. Change the permissions or choose another place.',
    ],
    ['EIO', 'device', 'the disk reports an error. Choose another disk and check this one.'],
    ['EFBIG', 'too-large', 'it is larger than a file may be here. Choose another place.'],
    [
      'EMFILE',
      'too-many-open',
      'the system has too many files open. Close other programs and try again.',
    ],
    ['EBUSY', 'busy', 'another program holds it. Close that program and try again.'],
    ['EWEIRD', 'other', 'the system refused. (EWEIRD)'],
  ])('%s', async (systemCode, code, sentence) => {
    writeFileSync(path, 'old')
    const files = hookFiles({
      before: (_, name) => {
        if (name === 'write') throw systemError(systemCode)
      },
    })
    const error = await writeFile(path, 'new', { files }).catch(thrown => thrown)
    expect(error).toMatchObject({
      name: 'FileError',
      code,
      path,
      message: `${path} was not saved: ${sentence} The version on the disk is unchanged.`,
    })
    expect(content()).toBe('old')
  })

  test('for a folder that is not there, and one that has the name', async () => {
    await expect(writeFile(join(folder, 'no', 'x'), '')).rejects.toThrow(
      `${join(folder, 'no', 'x')} was not saved: its folder does not exist. Make the folder or choose another place.`,
    )
    mkdirSync(path)
    await expect(writeFile(path, '')).rejects.toMatchObject({ code: 'is-a-folder' })
    expect(readdirSync(folder)).toEqual(['net.loom.json'])
  })

  test('for a file that its owner made read-only', async () => {
    writeFileSync(path, 'old')
    const files = hookFiles({
      before: (_, name) => {
        if (name === 'checkWritable') throw systemError('EACCES')
      },
    })
    await expect(writeFile(path, 'new', { files })).rejects.toMatchObject({ code: 'permission' })
    expect(content()).toBe('old')
  })
})

test('what a killed process left behind is gone after the first save into its folder', async () => {
  const own = temporaryName()
  const [, ownProcess = ''] = /-(\d+)-/.exec(own) ?? []
  const names = {
    // No system gives out this number: Linux ends at 2^22.
    dead: '.layerloom-99999999-0123456789ab-1.tmp',
    // A container gives the next process the number of the killed one.
    sameNumber: `.layerloom-${ownProcess}-0123456789ab-1.tmp`,
    living: `.layerloom-${process.ppid}-0123456789ab-1.tmp`,
    foreign: '.layerloom-notes.tmp',
  }
  for (const name of [own, ...Object.values(names)]) writeFileSync(join(folder, name), 'half')
  await writeFile(path, 'x')
  expect(readdirSync(folder).sort()).toEqual(
    [own, names.living, names.foreign, 'net.loom.json'].sort(),
  )
})
