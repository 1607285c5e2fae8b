import { expect, test } from 'vitest'
import { loadDataset } from '../../../engine/data/load-dataset.ts'

test.each([
  [{ kind: 'mnist' }, 'There is no kind of data named “mnist”. Known are glyphs, idx, npz.'],
  [{ kind: 'idx' }, 'idx needs a folder. Write idx:FOLDER.'],
  [{ kind: 'npz' }, 'npz needs a file. Write npz:FILE.'],
  [
    { kind: 'glyphs', path: 'x' },
    'glyphs is made by the program and reads no file. Leave out “x”.',
  ],
  [
    { kind: 'glyphs', label: 'x' },
    'glyphs has no option label. Its options are count, validation, seed.',
  ],
  [{ kind: 'glyphs', count: 0 }, 'count is 0: count must be a whole number, 1 or more.'],
  [
    { kind: 'glyphs', count: 1e9 },
    'glyphs makes at most 1,000,000 digits, not 1,000,000,000. Lower count.',
  ],
  [
    { kind: 'glyphs', validation: 1 },
    'validation is 1: validation must be a share of 0 or more and less than 1, such as 0.1.',
  ],
  [{ kind: 'glyphs', seed: -1 }, 'seed is -1: seed must be a whole number, 0 or more.'],
])('%j is refused with a sentence', async (spec, message) => {
  await expect(loadDataset(spec, { folder: '/' })).rejects.toThrow(message)
})

test('the same specification gives the same parts, another seed other ones', async () => {
  const rows = async (seed: number) =>
    (await loadDataset({ kind: 'glyphs', count: 200, seed }, { folder: '/' })).validation.rows
  expect(await rows(1)).toEqual(await rows(1))
  expect(await rows(1)).not.toEqual(await rows(2))
})

test('without validation everything trains', async () => {
  const spec = { kind: 'glyphs', count: 20, validation: 0 }
  const { training, validation } = await loadDataset(spec, { folder: '/' })
  expect([training.count, validation.count]).toEqual([20, 0])
})
