import { describe, expect, test } from 'vitest'
import { fillBatch } from '../../../engine/data/batch.ts'
import { type Examples, fitsInput, type Part, wholePart } from '../../../engine/data/dataset.ts'
import { statistics } from '../../../engine/data/statistics.ts'

const pictures: Examples = {
  count: 3,
  inputs: Uint8Array.from([0, 51, 255, 102, 1, 2]),
  shape: [1, 2, 1],
  scale: 1 / 255,
  targets: { kind: 'classes', values: Int32Array.from([4, 5, 6]) },
}
const table: Examples = {
  count: 3,
  inputs: Float32Array.from([1, 2, 3, 4, 5, 6]),
  shape: [2],
  scale: 1,
  targets: { kind: 'values', values: Float32Array.from([1, 10, 2, 20, 3, 30]), shape: [2] },
}

describe('fillBatch', () => {
  test('scales bytes to the float32 nearest to the quotient', () => {
    const inputs = new Float32Array(6)
    const labels = new Int32Array(3)
    const order = Uint32Array.from([2, 0, 1])
    expect(fillBatch(wholePart(pictures), order, 0, 3, inputs, labels)).toBe(3)
    expect([...inputs]).toEqual([1 / 255, 2 / 255, 0, 0.2, 1, 0.4].map(Math.fround))
    expect([...labels]).toEqual([6, 4, 5])
  })

  test('scales bytes alike wherever they lie in memory', () => {
    const memory = Uint8Array.from({ length: 64 }, (_, at) => (at * 37) % 256)
    for (const offset of [0, 1, 2, 3, 4]) {
      for (const size of [1, 3, 4, 7, 8]) {
        const bytes = memory.subarray(offset, offset + 3 * size)
        const part = wholePart({ ...pictures, inputs: bytes, shape: [size] })
        const inputs = new Float32Array(3 * size)
        fillBatch(part, Uint32Array.from([0, 1, 2]), 0, 3, inputs, new Int32Array(3))
        expect([...inputs]).toEqual([...bytes].map(byte => Math.fround(byte / 255)))
      }
    }
  })

  test('the last batch is shorter and leaves the rest of the arrays alone', () => {
    const inputs = new Float32Array(4).fill(-1)
    const targets = new Float32Array(4).fill(-1)
    expect(fillBatch(wholePart(table), Uint32Array.from([0, 1, 2]), 2, 2, inputs, targets)).toBe(1)
    expect([...inputs]).toEqual([5, 6, -1, -1])
    expect([...targets]).toEqual([3, 30, -1, -1])
    expect(fillBatch(wholePart(table), Uint32Array.from([0, 1, 2]), 3, 2, inputs, targets)).toBe(0)
  })

  test('a part addresses its own rows', () => {
    const part: Part = { count: 2, examples: table, rows: Uint32Array.from([0, 2]) }
    const inputs = new Float32Array(4)
    fillBatch(part, Uint32Array.from([1, 0]), 0, 2, inputs, new Float32Array(4))
    expect([...inputs]).toEqual([5, 6, 1, 2])
  })

  test('arrays that are too small and rows that do not exist are refused', () => {
    const part = wholePart(table)
    const order = Uint32Array.from([0, 7])
    expect(() => fillBatch(part, order, 0, 2, new Float32Array(3), new Float32Array(4))).toThrow(
      'The array for inputs holds 3 values, too few for the batch.',
    )
    expect(() => fillBatch(part, order, 0, 2, new Float32Array(4), new Float32Array(4))).toThrow(
      'The order names a row outside the part.',
    )
  })
})

describe('statistics', () => {
  test('are those of the part alone, per channel, scaled', () => {
    // Channels are the last axis: rows 0 and 2 of the table give (1, 5) and (2, 6).
    const part: Part = { count: 2, examples: table, rows: Uint32Array.from([0, 2]) }
    expect(statistics(part)).toEqual({ mean: [3, 4], deviation: [2, 2] })
  })

  test('do not lose small deviations beside a large mean', () => {
    const inputs = Float32Array.from({ length: 1000 }, (_, i) => 16_777_000 + (i % 2))
    const part = wholePart({ ...table, count: 1000, inputs, shape: [1] })
    expect(statistics(part)).toEqual({ mean: [16_777_000.5], deviation: [0.5] })
  })
})

test('an example fits an input of the same sizes, with or without axes of size 1', () => {
  expect(fitsInput([28, 28], [28, 28, 1])).toBe(true)
  expect(fitsInput([], [1])).toBe(true)
  expect(fitsInput([28, 28], [784])).toBe(false)
  expect(fitsInput([2, 3], [3, 2])).toBe(false)
})
