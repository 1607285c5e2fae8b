// Seeds of random numbers, made from names: adding a layer changes no other layer's numbers.

/** Two whole 32-bit numbers for a stateless random operation. */
export type Seed = readonly [number, number]

/** From the run's seed and what the numbers are for: a layer's path id and a weight's name. */
export function seedOf(runSeed: number, ...names: readonly string[]): Seed {
  const text = [String(runSeed), ...names].join('\n')
  return [hash(text, 0x9e3779b9), hash(text, 0x7f4a7c15)]
}

/** Murmur's 32-bit mixing over the text's code units, as a signed number. */
function hash(text: string, start: number): number {
  let state = start
  for (let index = 0; index < text.length; index += 1) {
    let block = Math.imul(text.charCodeAt(index), 0xcc9e2d51)
    block = (block << 15) | (block >>> 17)
    state ^= Math.imul(block, 0x1b873593)
    state = (state << 13) | (state >>> 19)
    state = (Math.imul(state, 5) + 0xe6546b64) | 0
  }
  state ^= text.length
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b)
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35)
  return (state ^ (state >>> 16)) | 0
}
