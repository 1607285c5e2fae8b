import fc from 'fast-check'
import { expect, test } from 'vitest'
import { epochOrder, splitRows } from '../../../engine/data/order.ts'

const sorted = (rows: Uint32Array) => [...rows].sort((a, b) => a - b)
const firstNumbers = (count: number) => Array.from({ length: count }, (_, i) => i)

test('an epoch sees every row exactly once', () => {
  fc.assert(
    fc.property(fc.nat(400), fc.maxSafeNat(), fc.nat(1000), (count, seed, epoch) => {
      expect(sorted(epochOrder(count, seed, epoch))).toEqual(firstNumbers(count))
    }),
    { numRuns: 500 },
  )
})

test('an order depends on seed and epoch alone', () => {
  const order = [...epochOrder(1000, 7, 3)]
  expect([...epochOrder(1000, 7, 3)]).toEqual(order)
  expect([...epochOrder(1000, 7, 4)]).not.toEqual(order)
  expect([...epochOrder(1000, 8, 3)]).not.toEqual(order)
})

test('all six orders of three rows are equally likely', () => {
  const counts = new Map<string, number>()
  for (let epoch = 0; epoch < 12_000; epoch += 1) {
    const key = epochOrder(3, 11, epoch).join('')
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  const chiSquare = [...counts.values()].reduce((sum, n) => sum + (n - 2000) ** 2 / 2000, 0)
  expect(counts.size).toBe(6)
  // 5 degrees of freedom: 20.5 is passed by one seed in a thousand.
  expect(chiSquare).toBeLessThan(20.5)
})

test('what is held back and what is kept are the whole, apart and in file order', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 300 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      fc.nat(),
      (count, share, seed) => {
        const { kept, heldBack } = splitRows(count, share, seed)
        expect(sorted(Uint32Array.from([...kept, ...heldBack]))).toEqual(firstNumbers(count))
        expect([...kept]).toEqual(sorted(kept))
        expect([...heldBack]).toEqual(sorted(heldBack))
        expect(kept.length).toBeGreaterThan(0)
        expect(heldBack.length).toBe(Math.min(Math.round(count * share), count - 1))
      },
    ),
    { numRuns: 500 },
  )
})
