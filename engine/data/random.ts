// Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011): numbers as
// a function of (seed, stream, position), so nothing needs saving to resume. TensorFlow's stateless
// operations use the same generator. Whole-number arithmetic only: the same on every machine.

/** What the numbers are for; different uses of one seed never see the same numbers. */
export const streams = { shuffle: 1, validation: 2, glyphs: 3, glyphsTest: 4 } as const
export type Stream = keyof typeof streams

export interface Random {
  /** A whole number of 32 random bits. */
  bits(): number
  /** Uniform in [0, 1), a multiple of 2^-32. */
  uniform(): number
  /** Uniform between two bounds. */
  between(low: number, high: number): number
  /** A whole number in [0, limit), without bias; limit at most 2^32 - 1. */
  below(limit: number): number
}

const multiplier0 = 0xd2511f53
const multiplier1 = 0xcd9e8d57
const keyStep0 = 0x9e3779b9
const keyStep1 = 0xbb67ae85

/** High 32 bits of a 32 × 32 bit product (Math.imul gives the low ones). */
function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff
  const aHigh = a >>> 16
  const bLow = b & 0xffff
  const bHigh = b >>> 16
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16)
  const carry = aLow * bHigh + (middle & 0xffff)
  return (aHigh * bHigh + (middle >>> 16) + (carry >>> 16)) >>> 0
}

/** Replaces the counter in `block` by its four random words. */
export function philox(block: Uint32Array, key0: number, key1: number): void {
  let c0 = block[0] as number
  let c1 = block[1] as number
  let c2 = block[2] as number
  let c3 = block[3] as number
  let k0 = key0
  let k1 = key1
  for (let round = 0; round < 10; round += 1) {
    const high0 = multiplyHigh(multiplier0, c0)
    const high1 = multiplyHigh(multiplier1, c2)
    const low0 = Math.imul(multiplier0, c0)
    const low1 = Math.imul(multiplier1, c2)
    c0 = (high1 ^ c1 ^ k0) >>> 0
    c1 = low1 >>> 0
    c2 = (high0 ^ c3 ^ k1) >>> 0
    c3 = low0 >>> 0
    k0 = (k0 + keyStep0) >>> 0
    k1 = (k1 + keyStep1) >>> 0
  }
  block[0] = c0
  block[1] = c1
  block[2] = c2
  block[3] = c3
}

/** A sequence for one use of one seed; `index` is the epoch, the example, whatever is counted. */
export function createRandom(seed: number, stream: Stream, index = 0): Random {
  const key0 = seed >>> 0
  const key1 = Math.floor(seed / 2 ** 32) >>> 0
  const block = new Uint32Array(4)
  let position = 0
  let left = 0
  const bits = (): number => {
    if (left === 0) {
      block[0] = position
      block[1] = index
      block[2] = Math.floor(index / 2 ** 32)
      block[3] = streams[stream]
      philox(block, key0, key1)
      position += 1
      left = 4
    }
    left -= 1
    return block[3 - left] as number
  }
  const uniform = () => bits() * 2 ** -32
  return {
    bits,
    uniform,
    between: (low, high) => low + (high - low) * uniform(),
    below: limit => below(bits, limit),
  }
}

// Lemire, "Fast random integer generation in an interval" (2019): multiply, reject the short strip.
function below(bits: () => number, limit: number): number {
  const strip = 2 ** 32 % limit
  let word = bits()
  while (Math.imul(word, limit) >>> 0 < strip) word = bits()
  return multiplyHigh(word, limit)
}
