import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { FileError } from '../../../engine/files/file-error.ts'
import { digestFolder, publishFolder } from '../../../engine/files/publish-folder.ts'
import { hookFiles, systemError } from './hooked-files.ts'

let folder: string
let temporary: string
let final: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'layerloom-publish-'))
  temporary = join(folder, '.tmp-7')
  final = join(folder, '00000007')
  fillTemporary()
})
afterEach(() => rmSync(folder, { recursive: true }))

function fillTemporary(): void {
  mkdirSync(join(temporary, 'variables'), { recursive: true })
  writeFileSync(join(temporary, 'state.json'), 'abc')
  writeFileSync(join(temporary, 'variables', 'data'), Buffer.alloc(3 << 20, 1))
}

test('everything appears under the final name', async () => {
  await publishFolder(temporary, final)
  expect(readdirSync(folder)).toEqual(['00000007'])
  expect(readFileSync(join(final, 'state.json'), 'utf8')).toBe('abc')
  expect(readdirSync(join(final, 'variables'))).toEqual(['data'])
})

test('every file and folder is synced before the rename, the parent after it', async () => {
  const files = hookFiles({ before: () => {} })
  await publishFolder(temporary, final, files)
  const steps = files.calls.filter(name => name === 'sync' || name === 'rename')
  // Two files, two folders; then the parent.
  expect(steps).toEqual(['sync', 'sync', 'sync', 'sync', 'rename', 'sync'])
})

test('a failure at any call leaves no folder or the whole one, and no open handle', async () => {
  let failing = 1
  for (; ; failing += 1) {
    rmSync(final, { recursive: true, force: true })
    fillTemporary()
    const files = hookFiles({
      before: call => {
        if (call === failing) throw systemError('EIO')
      },
    })
    const error = await publishFolder(temporary, final, files).catch(thrown => thrown)
    const at = `call ${failing}, ${files.calls[failing - 1]}`
    expect(files.openHandles(), at).toBe(0)
    expect(existsSync(temporary), at).toBe(false)
    if (failing > files.calls.length) break
    expect(error, at).toBeInstanceOf(FileError)
    if (existsSync(final)) expect(Object.keys(await digestFolder(final))).toHaveLength(2)
  }
  expect(failing).toBeGreaterThan(15)
})

test('an existing checkpoint is never replaced', async () => {
  mkdirSync(final)
  writeFileSync(join(final, 'state.json'), 'kept')
  await expect(publishFolder(temporary, final)).rejects.toMatchObject({
    code: 'already-exists',
    message: `${final} was not published: something with that name exists already. Choose another name.`,
  })
  expect(readFileSync(join(final, 'state.json'), 'utf8')).toBe('kept')
})

test('a link inside is refused, not followed', async () => {
  symlinkSync('/etc/hostname', join(temporary, 'link'))
  await expect(publishFolder(temporary, final)).rejects.toThrow('is neither a file nor a folder.')
  expect(existsSync(final)).toBe(false)
})

test('digests are size and sha256 by relative path', async () => {
  expect(await digestFolder(temporary)).toEqual({
    // FIPS 180-4's example, and 3 MiB of ones as sha256sum prints it.
    'state.json': {
      size: 3,
      sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    },
    'variables/data': {
      size: 3 << 20,
      sha256: '54db9accc63fb6def56d83b60fdf212e72417dd1b9cd952dc89beccd717a6016',
    },
  })
})
