import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DataError } from '../../../engine/data/data-error.ts'
import { parseIdx } from '../../../engine/data/idx.ts'
import { loadDataset } from '../../../engine/data/load-dataset.ts'
import { makeIdx } from '../../fixtures/make-idx.ts'

// Written by Python's struct and gzip: see make.py there.
const fixtures = fileURLToPath(new URL('../../fixtures/idx/', import.meta.url))
const load = (path: string) =>
  loadDataset({ kind: 'idx', path, validation: 0.2 }, { folder: fixtures })
const pixels = (count: number) =>
  Array.from({ length: count }, (_, i) => (7 * i + Math.floor(i / 5)) % 256)

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'layerloom-idx-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test.each(['plain', 'packed', 'dots'])('a %s set is read', async path => {
  const { name, training, validation, test: tested, classNames } = await load(path)
  expect({ name, classNames }).toEqual({ name: path, classNames: ['0', '1', '2', '3'] })
  expect([training.count, validation.count, tested?.count]).toEqual([8, 2, 4])
  const { inputs, shape, scale, targets } = training.examples
  expect({ shape, scale }).toEqual({ shape: [3, 2, 1], scale: 1 / 255 })
  expect([...inputs]).toEqual(pixels(60))
  expect([...targets.values]).toEqual([0, 1, 2, 3, 0, 1, 2, 3, 0, 1])
  expect([...(tested?.examples.inputs ?? [])]).toEqual(pixels(24))
})

test('plain, packed and dotted files of the same contents have one fingerprint', async () => {
  const prints = await Promise.all(
    ['plain', 'packed', 'dots'].map(async path => (await load(path)).fingerprint),
  )
  expect(new Set(prints).size).toBe(1)
})

test('one changed pixel, or one changed label of the test part, changes the fingerprint', async () => {
  const { fingerprint } = await load('plain')
  for (const file of ['train-images-idx3-ubyte', 't10k-labels-idx1-ubyte']) {
    cpSync(join(fixtures, 'plain'), folder, { recursive: true })
    const bytes = readFileSync(join(folder, file))
    bytes[bytes.length - 1] = 2
    writeFileSync(join(folder, file), bytes)
    expect((await load(folder)).fingerprint).not.toBe(fingerprint)
  }
})

test('our digits written as IDX files come back as the same digits', async () => {
  await makeIdx(folder, { count: 50, seed: 3, gzip: true })
  const fromFiles = await loadDataset({ kind: 'idx', path: folder, seed: 3 }, { folder: '/' })
  const made = await loadDataset({ kind: 'glyphs', count: 50, seed: 3 }, { folder: '/' })
  expect(fromFiles.fingerprint).toBe(made.fingerprint)
  expect([...fromFiles.validation.rows]).toEqual([...made.validation.rows])
})

const images = new Uint8Array(readFileSync(join(fixtures, 'plain/train-images-idx3-ubyte')))

test.each([
  ['plain', images],
  ['packed', new Uint8Array(readFileSync(join(fixtures, 'packed/train-images-idx3-ubyte.gz')))],
])('%s pictures cut at any byte are refused with file and place', (_, bytes) => {
  for (let length = 0; length < bytes.length; length += 1) {
    let error: unknown
    try {
      parseIdx(bytes.subarray(0, length), 'cut')
    } catch (thrown) {
      error = thrown
    }
    expect(error, `cut at ${length}`).toBeInstanceOf(DataError)
    expect((error as DataError).file).toBe('cut')
  }
})

describe('a header', () => {
  const header = (...bytes: number[]) => Uint8Array.from([0, 0, ...bytes])
  test.each([
    [
      'more than the file holds',
      header(8, 3, 0, 0, 0xea, 0x60, 0, 0, 0, 28, 0, 0, 0, 28, 1, 2),
      'x at byte 4: the header promises an array of 60,000×28×28, which makes a file of 47,040,016 bytes, but there are 18. Copy it again from its source.',
    ],
    [
      'less than the file holds',
      header(8, 1, 0, 0, 0, 1, 7, 7),
      'x at byte 4: the header promises an array of 1, which makes a file of 9 bytes, but there are 10. Copy it again from its source.',
    ],
    [
      'sizes whose product wraps',
      header(8, 2, 0, 1, 0, 0, 0, 1, 0, 0),
      'x at byte 4: the header promises an array of 65,536×65,536, which makes a file of 4,294,967,308 bytes, but there are 12. Copy it again from its source.',
    ],
    [
      'floats',
      header(13, 1, 0, 0, 0, 1, 1),
      'x at byte 2: holds values of type 0x0d; only unsigned bytes (0x08) are read.',
    ],
    ['an axis of size 0', header(8, 2, 0, 0, 0, 5, 0, 0, 0, 0), 'x at byte 8: axis 2 has size 0.'],
    [
      'another mark',
      Uint8Array.from([0x89, 0x50, 0x4e, 0x47]),
      'x at byte 0: begins with 89504e47, but an IDX file begins with two zero bytes, a type and a number of axes.',
    ],
  ])('that names %s is refused', (_, bytes, message) => {
    expect(() => parseIdx(bytes, 'x')).toThrow(
      expect.objectContaining({ name: 'DataError', file: 'x', message }),
    )
  })

  test('that names 4 GB in a small gzip file is refused before anything is allocated', () => {
    const before = process.memoryUsage().rss
    expect(() => parseIdx(gzipSync(header(8, 2, 0, 1, 0, 0, 0, 1, 0, 0)), 'x')).toThrow(
      /65,536×65,536, which makes a file of 4,294,967,308 bytes, but there are at most/,
    )
    expect(process.memoryUsage().rss - before).toBeLessThan(50 * 2 ** 20)
  })

  test('smaller than what its gzip unpacks to stops the unpacking', () => {
    const bomb = gzipSync(Buffer.concat([header(8, 1, 0, 0, 0, 4), new Uint8Array(100 * 2 ** 20)]))
    const before = process.memoryUsage().rss
    expect(() => parseIdx(bomb, 'x')).toThrow(
      'x: unpacks to more than the 12 bytes that its header promises. Copy it again from its source.',
    )
    expect(process.memoryUsage().rss - before).toBeLessThan(50 * 2 ** 20)
  })
})

test('5,000 damaged files give an array or the named error, nothing else', () => {
  const change = fc.tuple(fc.nat(80), fc.nat(255))
  const originals = [images, new Uint8Array(gzipSync(images))]
  fc.assert(
    fc.property(
      fc.constantFrom(...originals),
      fc.array(change, { minLength: 1 }),
      (original, changes) => {
        const bytes = original.slice()
        for (const [at, value] of changes) bytes[at % bytes.length] = value
        try {
          parseIdx(bytes, 'x')
        } catch (thrown) {
          if (!(thrown instanceof DataError)) throw thrown
        }
      },
    ),
    { numRuns: 5000 },
  )
})

test('missing, mismatched and unreadable parts are told apart', async () => {
  await expect(load(folder)).rejects.toThrow(
    `${folder}: holds no train-images-idx…-ubyte or train-images-idx…-ubyte.gz. Put the four files of the set into one folder.`,
  )
  await expect(load(join(folder, 'absent'))).rejects.toThrow(
    'there is no such file. Check the path.',
  )
  writeFileSync(join(folder, 'train-images-idx3-ubyte'), images)
  await expect(load(folder)).rejects.toThrow('holds no train-labels-idx…-ubyte')
  writeFileSync(
    join(folder, 'train-labels-idx1-ubyte'),
    Uint8Array.from([0, 0, 8, 1, 0, 0, 0, 2, 0, 1]),
  )
  await expect(load(folder)).rejects.toThrow(
    'train-labels-idx1-ubyte at byte 4: holds 2 labels for 10 pictures. Use files of one set.',
  )
})
