import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DataError } from '../../../engine/data/data-error.ts'
import { parseNpy, writeNpy } from '../../../engine/data/npy.ts'
import { describeWithPython, runPythonJson } from '../../python.ts'

// Written by NumPy: see make.py there.
const folder = new URL('../../fixtures/numpy/', import.meta.url)
const expected = JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8'))
const read = (name: string) => new Uint8Array(readFileSync(new URL(name, folder)))
const refused = ['objects.npy', 'record.npy', 'text.npy', 'complex.npy']
const readable = readdirSync(folder).filter(
  name => name.endsWith('.npy') && !refused.includes(name),
)

test.each(readable)('%s holds what NumPy put in', name => {
  const { shape, type, values } = parseNpy(read(name), name)
  expect({ shape, type, values: [...values] }).toEqual(expected[name])
})

test('the shelf holds every type in both byte orders and both axis orders', () => {
  expect(readable.length).toBe(12 * 4 + 6)
})

test.each([
  [
    'objects.npy',
    "objects.npy: holds Python objects. Only numbers are read: convert it, for example with astype('float32').",
  ],
  [
    'record.npy',
    "record.npy: holds a record with named fields. Only numbers are read: convert it, for example with astype('float32').",
  ],
  [
    'text.npy',
    "text.npy: holds values of type “<U2”. Only numbers are read: convert it, for example with astype('float32').",
  ],
  [
    'complex.npy',
    "complex.npy: holds values of type “<c8”. Only numbers are read: convert it, for example with astype('float32').",
  ],
])('%s is refused with a sentence', (name, message) => {
  expect(() => parseNpy(read(name), name)).toThrow(
    expect.objectContaining({ name: 'DataError', file: name, message }),
  )
})

function withHeader(text: string, data = new Uint8Array(0)): Uint8Array {
  const bytes = new Uint8Array(10 + text.length + data.length)
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, text.length & 255, text.length >> 8])
  bytes.set(new TextEncoder().encode(text), 10)
  bytes.set(data, 10 + text.length)
  return bytes
}

const header = (descr: string, shape: string) =>
  `{'descr': ${descr}, 'fortran_order': False, 'shape': ${shape}, }`

describe('a header', () => {
  test.each([
    [
      'a negative size',
      header("'<f4'", '(-1,)'),
      'x at byte 50: the header is not the dictionary that NumPy writes. Save it again with numpy.save.',
    ],
    [
      'a huge shape',
      header("'<f4'", '(65536, 65536, 65536)'),
      'x at byte 84: an array of 65,536×65,536×65,536 of type f4 takes 1,125,899,906,842,624 bytes, but 0 follow the header. Save it again.',
    ],
    [
      'a shape beyond exact numbers',
      header("'<f4'", '(99999999999999999999,)'),
      'x: has the shape (99999999999999999999,), which is not a list of sizes.',
    ],
    [
      'a product that wraps in 32 bits',
      header("'|u1'", '(65536, 65536)'),
      'x at byte 77: an array of 65,536×65,536 of type u1 takes 4,294,967,296 bytes, but 0 follow the header. Save it again.',
    ],
    [
      'code for a type',
      header("__import__('os').system('true')", '(1,)'),
      'x at byte 11: the header is not the dictionary that NumPy writes. Save it again with numpy.save.',
    ],
    [
      'no shape',
      "{'descr': '<f4', 'fortran_order': False, }",
      'x at byte 10: the header lacks descr, fortran_order or shape. Save it again with numpy.save.',
    ],
    [
      'an entry of its own',
      "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'more': True}",
      'x at byte 65: the header has an unexpected entry “more”. Save it again with numpy.save.',
    ],
    [
      'something after its end',
      `${header("'<f4'", '(1,)')} 1`,
      'x at byte 65: the header is not the dictionary that NumPy writes. Save it again with numpy.save.',
    ],
    [
      'no dictionary',
      'hello',
      'x at byte 10: the header is not a dictionary. Save it again with numpy.save.',
    ],
  ])('with %s is refused', (_what, text, message) => {
    expect(() => parseNpy(withHeader(text), 'x')).toThrow(message)
  })

  test('longer than NumPy itself reads is refused before it is read', () => {
    expect(() => parseNpy(withHeader(header("'<f4'", '(1,)').padEnd(10_001)), 'x')).toThrow(
      'x at byte 8: has a header of 10,001 bytes; at most 10,000 are read.',
    )
  })

  test('of 10,000 hostile bytes is refused', () => {
    const hostile = `{${"'descr': ".repeat(1100)}`
    expect(() => parseNpy(withHeader(hostile), 'x')).toThrow(DataError)
    expect(() => parseNpy(withHeader(`{'shape': (${'1,'.repeat(4900)}`), 'x')).toThrow(DataError)
  })
})

test('64-bit integers beyond 53 bits are refused, not rounded', () => {
  const data = new Uint8Array(new BigInt64Array([1n, 2n ** 53n + 1n]).buffer)
  expect(() => parseNpy(withHeader(header("'<i8'", '(2,)'), data), 'x')).toThrow(
    'x at byte 75: value 1 is 9007199254740993, larger than the 53 bits that are read exactly.',
  )
})

test.each(['f4-little-rows.npy', 'i8-big-columns.npy', 'version-3.npy'])(
  '%s cut at any byte is refused',
  name => {
    const bytes = read(name)
    for (let length = 0; length < bytes.length; length += 1) {
      expect(() => parseNpy(bytes.subarray(0, length), name), `cut at ${length}`).toThrow(DataError)
    }
    expect(() => parseNpy(Buffer.concat([bytes, Buffer.from([0])]), name)).toThrow(DataError)
  },
)

test('5,000 damaged files give an array or the named error, nothing else', () => {
  const originals = [
    'f4-little-rows.npy',
    'i8-big-columns.npy',
    'version-2.npy',
    'objects.npy',
  ].map(read)
  const change = fc.tuple(fc.nat(199), fc.nat(255))
  fc.assert(
    fc.property(
      fc.constantFrom(...originals),
      fc.array(change, { minLength: 1 }),
      (original, changes) => {
        const bytes = original.slice()
        for (const [at, value] of changes) bytes[at % bytes.length] = value
        try {
          parseNpy(bytes, 'x')
        } catch (thrown) {
          if (!(thrown instanceof DataError)) throw thrown
        }
      },
    ),
    { numRuns: 5000 },
  )
})

test('what writeNpy writes reads back as it was', () => {
  for (const values of [
    Float32Array.from([1.5, -0, 3, Number.NaN, Number.POSITIVE_INFINITY, 1e-40]),
    Float64Array.from([0.1, 2, 3, 4, 5, 6]),
    Int32Array.from([-1, 2, 3, 4, 5, 6]),
    Uint8Array.from([0, 255, 3, 4, 5, 6]),
  ]) {
    const bytes = writeNpy(values, [2, 3])
    expect(parseNpy(bytes)).toEqual({ shape: [2, 3], type: expect.any(String), values })
  }
  expect(parseNpy(writeNpy(Float32Array.of(7), [])).shape).toEqual([])
  expect(parseNpy(writeNpy(new Float32Array(0), [0, 5])).shape).toEqual([0, 5])
})

describeWithPython('NumPy', () => {
  test('reads what writeNpy writes', async () => {
    const files = [
      writeNpy(Float32Array.from([1.5, 0.1, 3, 4, 5, 6]), [2, 3]),
      writeNpy(Float64Array.of(0.1), []),
      writeNpy(Int32Array.of(-5), [1]),
      writeNpy(Uint8Array.of(200, 3), [2, 1, 1]),
    ]
    const program = `
import base64, io, json, sys
import numpy as np
arrays = [np.load(io.BytesIO(base64.b64decode(text))) for text in json.load(sys.stdin)]
print(json.dumps([[a.dtype.str, list(a.shape), a.astype("f8").ravel().tolist()] for a in arrays]))`
    const input = files.map(bytes => Buffer.from(bytes).toString('base64'))
    expect(await runPythonJson(program, { input })).toEqual([
      ['<f4', [2, 3], [1.5, Math.fround(0.1), 3, 4, 5, 6]],
      ['<f8', [], [0.1]],
      ['<i4', [1], [-5]],
      ['|u1', [2, 1, 1], [200, 3]],
    ])
  })
})
