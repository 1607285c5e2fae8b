import { expect, test } from 'vitest'
import { createRandom, philox } from '../../../engine/data/random.ts'

// Random123's kat_vectors (Salmon et al.), philox4x32 with 10 rounds; TensorFlow 2.21 prints the same
// four words from StatelessRandomUniformFullIntV2 with alg=1 and these counters and keys.
test.each([
  { counter: [0, 0, 0, 0], key: [0, 0], words: [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8] },
  {
    counter: [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    key: [0xffffffff, 0xffffffff],
    words: [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
  },
  {
    counter: [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    key: [0xa4093822, 0x299f31d0],
    words: [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
  },
])('the generator gives the published words for counter $counter', ({ counter, key, words }) => {
  const block = Uint32Array.from(counter)
  philox(block, key[0] as number, key[1] as number)
  expect([...block]).toEqual(words)
})

test('seed, stream and index each give other numbers, and the same ones give the same', () => {
  const first = (...of: Parameters<typeof createRandom>) => {
    const random = createRandom(...of)
    return Array.from({ length: 9 }, random.bits).join()
  }
  const sequences = [
    first(1, 'shuffle', 0),
    first(2, 'shuffle', 0),
    first(1 + 2 ** 32, 'shuffle', 0),
    first(1, 'shuffle', 1),
    first(1, 'shuffle', 2 ** 32),
    first(1, 'validation', 0),
  ]
  expect(new Set(sequences).size).toBe(sequences.length)
  expect(first(1, 'shuffle', 0)).toBe(sequences[0])
})

test('whole numbers below a limit are equally likely', () => {
  const random = createRandom(3, 'shuffle')
  const counts = new Array<number>(7).fill(0)
  const draws = 70_000
  for (let i = 0; i < draws; i += 1) {
    const value = random.below(7)
    counts[value] = (counts[value] as number) + 1
  }
  const expected = draws / 7
  const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
  // 6 degrees of freedom: 22.46 is passed by one seed in a thousand.
  expect(chiSquare).toBeLessThan(22.46)
})

test('a limit just above a power of two rejects the surplus instead of folding it back', () => {
  // Without rejection, words 0 … 2^32-1 times 3·2^30 hit each third value twice as often.
  const random = createRandom(4, 'shuffle')
  let lowThird = 0
  for (let i = 0; i < 30_000; i += 1) if (random.below(3 * 2 ** 30) % 3 === 0) lowThird += 1
  expect(Math.abs(lowThird - 10_000)).toBeLessThan(330)
})
