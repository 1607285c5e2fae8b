import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseRecord, verifyRecord } from '../../../build/setup/steps/record.mjs'
import { putFile, temporaryFolder } from './temporary-site.ts'

// FIPS 180-2, appendix B.1: the SHA-256 of "abc".
const hashOfAbc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
const digest = Buffer.from(hashOfAbc, 'hex').toString('base64url')
const isLibrary = (path: string) => path.startsWith('tensorflow/')

test('files that agree with RECORD pass, others are not looked at', async () => {
  const { root, record } = wheelOf('abc')
  await expect(verifyRecord(record, root, isLibrary)).resolves.toBeUndefined()
})

test('one flipped bit is found', async () => {
  const { root, record, library } = wheelOf('abc')
  const bytes = readFileSync(library)
  bytes[1] = (bytes[1] ?? 0) ^ 1
  writeFileSync(library, bytes)
  await expect(verifyRecord(record, root, isLibrary)).rejects.toThrow(`${library} is damaged`)
})

test('a file that is listed and absent is found', async () => {
  const { root, record } = wheelOf('abc')
  const isMissing = (path: string) => path === 'other/missing.py'
  await expect(verifyRecord(record, root, isMissing)).rejects.toThrow('other/missing.py is damaged')
})

test('a RECORD that lists nothing of what is needed does not pass for good', async () => {
  const { root, record } = wheelOf('abc')
  await expect(verifyRecord(record, root, () => false)).rejects.toThrow('lists none of the files')
})

test('quoted paths are read, and lines without a hash are left out', () => {
  const text = `"a ""b"", c.py",sha256=${digest},3\r\nx-1.dist-info/RECORD,,\r\n`
  expect(parseRecord(text)).toEqual([{ path: 'a "b", c.py', sha256: digest }])
})

function wheelOf(contents: string) {
  const root = temporaryFolder()
  const library = join(root, 'tensorflow/libtensorflow_cc.so.2')
  const record = join(root, 'x.dist-info/RECORD')
  putFile(library, contents)
  putFile(
    record,
    `tensorflow/libtensorflow_cc.so.2,sha256=${digest},3\nother/missing.py,sha256=${digest},3\n`,
  )
  return { root, record, library }
}
