import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { type Zippable, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { DataError } from '../../../engine/data/data-error.ts'
import { loadDataset } from '../../../engine/data/load-dataset.ts'
import { writeNpy } from '../../../engine/data/npy.ts'
import { parseNpz } from '../../../engine/data/npz.ts'
import { openZip, zipLimits } from '../../../engine/data/read-zip.ts'
import { statistics } from '../../../engine/data/statistics.ts'
import { parseDatasetSpec } from '../../../shared/document/dataset-spec.ts'

// Written by NumPy: see make.py there.
const folder = fileURLToPath(new URL('../../fixtures/numpy/', import.meta.url))
const { archives: expected } = JSON.parse(readFileSync(`${folder}expected.json`, 'utf8'))
const read = (name: string) => new Uint8Array(readFileSync(`${folder}${name}`))
const load = (text: string) => loadDataset(parseDatasetSpec(text), { folder })

describe.each(['stored.npz', 'packed.npz'])('%s', name => {
  test('gives pictures and labels as NumPy wrote them', async () => {
    const {
      training,
      validation,
      test: tested,
      classNames,
    } = await load(`npz:${name}?validation=0.25`)
    expect([training.count, validation.count, tested?.count]).toEqual([9, 3, 4])
    const { inputs, shape, scale, targets } = training.examples
    expect({ shape, scale, classNames }).toEqual({
      shape: [4, 3],
      scale: 1,
      classNames: ['0', '1', '2'],
    })
    expect([...inputs]).toEqual(expected.pictures)
    expect(targets.kind).toBe('classes')
    expect([...targets.values]).toEqual(expected.labels)
    expect([...(tested?.examples.inputs ?? [])]).toEqual(expected.pictures.slice(0, 48))
  })

  test('has the mean and deviation that NumPy computes', async () => {
    const { mean, deviation } = statistics((await load(`npz:${name}?validation=0`)).training)
    for (const [channel, value] of mean.entries())
      expect(value).toBeCloseTo(expected.mean[channel], 10)
    for (const [channel, value] of deviation.entries()) {
      expect(value).toBeCloseTo(expected.deviation[channel], 10)
    }
  })
})

test('one-hot rows and a column of numbers are class numbers', async () => {
  for (const name of ['one-hot.npz', 'column.npz']) {
    const { training, classNames, test: tested } = await load(`npz:${name}`)
    expect(training.examples.targets).toEqual({
      kind: 'classes',
      values: Int32Array.from(expected.labels),
    })
    expect(classNames).toEqual(['0', '1', '2'])
    expect(tested).toBeUndefined()
  }
})

test('fractions are values to learn, with the shape of one answer', async () => {
  const { training, classNames } = await load('npz:regression.npz')
  expect(classNames).toEqual([])
  expect(training.examples.targets).toMatchObject({ kind: 'values', shape: [1] })
  expect([...training.examples.targets.values]).toEqual(expected.regressionAnswers)
  expect([...training.examples.inputs]).toEqual(expected.regressionInputs)
})

test('a test file of its own is read in place of the part within', async () => {
  const { test: tested } = await load('npz:column.npz?test=stored.npz')
  expect(tested?.count).toBe(4)
  await expect(load('npz:stored.npz?test=regression.npz')).rejects.toThrow(
    'regression.npz: the training part has examples of shape (4, 3) with class numbers, the test part examples of shape (2) with values of shape (1). Both must be alike.',
  )
})

test.each([
  ['only-x.npz', 'holds x but no y. Save both.'],
  ['uneven.npz', 'holds 12 rows in x but 11 in y. Save as many answers as examples.'],
  [
    'vector.npy',
    'has no directory of a zip archive at its end. Is it whole, and is it a zip or npz file?',
  ],
  ['absent.npz', 'there is no such file. Check the path.'],
])('%s is refused with a sentence', async (name, problem) => {
  const error = await load(`npz:${name}`).catch(thrown => thrown)
  expect(error).toBeInstanceOf(DataError)
  expect(error.message).toContain(problem)
  expect(error.file).toBe(`${folder}${name}`)
})

test.each([
  [
    'a negative class number',
    Int32Array.of(0, -1),
    [2],
    'label 1 is -1. Labels are whole numbers from 0 to 99,999.',
  ],
  ['no answers', new Float32Array(0), [2, 0], 'has the shape (2, 0), so no answers at all.'],
])('%s is refused', async (_, answers, shape, problem) => {
  const temporary = mkdtempSync(join(tmpdir(), 'layerloom-npz-'))
  const path = join(temporary, 'data.npz')
  const x = writeNpy(Float32Array.of(1, 2), [2])
  writeFileSync(path, zipSync({ 'x.npy': x, 'y.npy': writeNpy(answers, shape) }))
  try {
    await expect(load(`npz:${path}`)).rejects.toThrow(`${path} (y): ${problem}`)
  } finally {
    rmSync(temporary, { recursive: true })
  }
})

test('rows that are nearly one-hot are values, not classes', async () => {
  const temporary = mkdtempSync(join(tmpdir(), 'layerloom-npz-'))
  const path = join(temporary, 'data.npz')
  const x = writeNpy(Float32Array.of(1, 2), [2])
  try {
    for (const rows of [
      [1, 0, 1, 1],
      [1, 0, 0, 0],
      [1, 0, 0, 0.5],
    ]) {
      writeFileSync(
        path,
        zipSync({ 'x.npy': x, 'y.npy': writeNpy(Float32Array.from(rows), [2, 2]) }),
      )
      const { targets } = (await load(`npz:${path}`)).training.examples
      expect(targets).toEqual({ kind: 'values', values: Float32Array.from(rows), shape: [2] })
    }
  } finally {
    rmSync(temporary, { recursive: true })
  }
})

test.each(['stored.npz', 'packed.npz'])('%s cut at any byte is refused', name => {
  const bytes = read(name)
  for (let length = 0; length < bytes.length; length += 1) {
    expect(() => parseNpz(bytes.subarray(0, length)), `cut at ${length}`).toThrow(DataError)
  }
})

test('3,000 damaged archives give arrays or the named error, nothing else', () => {
  const originals = ['stored.npz', 'packed.npz'].map(read)
  const change = fc.tuple(fc.nat(5000), fc.nat(255))
  fc.assert(
    fc.property(
      fc.constantFrom(...originals),
      fc.array(change, { minLength: 1 }),
      (original, changes) => {
        const bytes = original.slice()
        for (const [at, value] of changes) bytes[at % bytes.length] = value
        try {
          parseNpz(bytes)
        } catch (thrown) {
          if (!(thrown instanceof DataError)) throw thrown
        }
      },
    ),
    { numRuns: 3000 },
  )
})

describe('an archive', () => {
  const names = ['../evil', '/etc/passwd', 'a\\b', 'C:evil', 'a/../../b', 'nul\0', '~/evil']
  test.each(names)('with the name %j is refused', name => {
    const bytes = zipSync({ [name]: new Uint8Array(3) })
    expect(() => openZip(bytes, 'x')).toThrow(/^x at byte \d+: holds a path that leads out of it/)
  })

  test('with a link is refused', () => {
    const link: Zippable = { link: [new Uint8Array(3), { os: 3, attrs: (0o120777 << 16) >>> 0 }] }
    expect(() => openZip(zipSync(link), 'x')).toThrow(/holds a link: "link"/)
  })

  test('with two files of one name is refused', () => {
    const bytes = zipSync({ 'ab.npy': new Uint8Array(3), 'cd.npy': new Uint8Array(3) })
    const text = Buffer.from(bytes).toString('latin1').replaceAll('cd.npy', 'ab.npy')
    expect(() => openZip(Buffer.from(text, 'latin1'), 'x')).toThrow(
      /holds two files named “ab.npy”/,
    )
  })

  test('with more files than the limit is refused', () => {
    const files = Object.fromEntries(
      Array.from({ length: 11 }, (_, i) => [`f${i}`, new Uint8Array(0)]),
    )
    expect(() => openZip(zipSync(files), 'x', { ...zipLimits, entries: 10 })).toThrow(
      'x: holds 11 files; at most 10 are read.',
    )
  })

  // 300 MiB of zeros in 300 KB: a ratio of 1,000.
  const bomb = zipSync(
    Object.fromEntries(
      Array.from({ length: 3 }, (_, i) => [`x${i}.npy`, new Uint8Array(100 * 2 ** 20)]),
    ),
    { level: 9 },
  )

  test('that unpacks to far more than it is, is refused unopened', () => {
    const before = process.memoryUsage().rss
    expect(() => parseNpz(bomb, 'bomb.npz')).toThrow(
      /^bomb\.npz: unpacks to 314,572,800 bytes; at most 268,435,456 are taken from an archive of [\d,]+\. Save it uncompressed\.$/,
    )
    expect(process.memoryUsage().rss - before).toBeLessThan(50 * 2 ** 20)
  })

  test('that lies about its sizes is stopped at the size it names', () => {
    const bytes = bomb.slice()
    const view = new DataView(bytes.buffer)
    let at = view.getUint32(bytes.length - 6, true)
    for (let entry = 0; entry < 3; entry += 1) {
      view.setUint32(at + 24, 1000, true)
      at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true)
    }
    const before = process.memoryUsage().rss
    expect(() => parseNpz(bytes, 'bomb.npz')).toThrow(/“x0.npy” does not unpack to its 1,000 bytes/)
    expect(process.memoryUsage().rss - before).toBeLessThan(50 * 2 ** 20)
  })
})
