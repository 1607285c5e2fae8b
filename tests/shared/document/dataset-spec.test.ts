import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type DatasetSpec,
  DatasetSpecError,
  parseDatasetSpec,
  printDatasetSpec,
} from '../../../shared/document/dataset-spec.ts'

test.each<[string, DatasetSpec]>([
  ['glyphs', { kind: 'glyphs' }],
  ['glyphs?count=500&seed=7', { kind: 'glyphs', count: 500, seed: 7 }],
  ['idx:data/mnist', { kind: 'idx', path: 'data/mnist' }],
  ['idx:C:\\data', { kind: 'idx', path: 'C:\\data' }],
  ['csv:iris.csv?label=species', { kind: 'csv', path: 'iris.csv', label: 'species' }],
  ['csv:a.csv?label=a%26b%3Dc', { kind: 'csv', path: 'a.csv', label: 'a&b=c' }],
  ['npz:x.npz?validation=0.2', { kind: 'npz', path: 'x.npz', validation: 0.2 }],
  [
    'npz:x.npz?test=y.npz&validation=0',
    { kind: 'npz', path: 'x.npz', test: 'y.npz', validation: 0 },
  ],
  ['npz:why?.npz?', { kind: 'npz', path: 'why?.npz' }],
])('%s is read', (text, spec) => {
  expect(parseDatasetSpec(text)).toEqual(spec)
})

test.each([
  ['', '“” names no kind of data. Write kind:path, for example glyphs, idx:FOLDER or npz:FILE.'],
  [
    './digits',
    '“./digits” names no kind of data. Write kind:path, for example glyphs, idx:FOLDER or npz:FILE.',
  ],
  [
    'glyphs?size=3',
    '“glyphs?size=3” has the option “size”. Options are written key=value after the last question mark; known are label, test, validation, seed, count.',
  ],
  [
    'glyphs?__proto__=3',
    '“glyphs?__proto__=3” has the option “__proto__”. Options are written key=value after the last question mark; known are label, test, validation, seed, count.',
  ],
  [
    'glyphs?count',
    '“glyphs?count” has the option “count”. Options are written key=value after the last question mark; known are label, test, validation, seed, count.',
  ],
  ['glyphs?count=1&count=2', '“glyphs?count=1&count=2” gives count twice. Keep one of them.'],
  ['glyphs?count=0', 'count=0: count must be a whole number, 1 or more.'],
  ['glyphs?count=ten', 'count=ten: count must be a whole number, 1 or more.'],
  ['glyphs?seed=1.5', 'seed=1.5: seed must be a whole number, 0 or more.'],
  ['glyphs?seed=', 'seed=: seed must be a whole number, 0 or more.'],
  [
    'glyphs?validation=1',
    'validation=1: validation must be a share of 0 or more and less than 1, such as 0.1.',
  ],
  [
    'glyphs?validation=1e999',
    'validation=1e999: validation must be a share of 0 or more and less than 1, such as 0.1.',
  ],
  ['csv:a?label=', 'label is empty. Write label=VALUE.'],
  [
    'csv:a?label=%zz',
    '“csv:a?label=%zz” has a percent sign that encodes nothing. Write %25 for %.',
  ],
])('%s is refused with a sentence', (text, message) => {
  expect(() => parseDatasetSpec(text)).toThrow(new DatasetSpecError(message))
})

test('a setting that is printed reads back as the same setting', () => {
  const word = fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' })
  const spec = fc.record(
    {
      kind: fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/),
      path: word,
      label: word,
      test: word,
      validation: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }).map(Math.abs),
      seed: fc.maxSafeNat(),
      count: fc.maxSafeNat().filter(count => count > 0),
    },
    { requiredKeys: ['kind'] },
  )
  fc.assert(
    fc.property(spec, value => {
      expect(parseDatasetSpec(printDatasetSpec(value))).toEqual(value)
    }),
    { numRuns: 3000 },
  )
})

test('no text makes the reader throw anything but its own error', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), text => {
      try {
        parseDatasetSpec(`glyphs${text}`)
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(DatasetSpecError)
      }
    }),
    { numRuns: 5000 },
  )
})
