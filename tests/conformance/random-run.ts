// Runs random networks in slices. A slice that kills its Python is cut in two until the network that did it is alone.
import { compareWithKeras, type NetworkCase, type Verdict } from './compare-with-keras.ts'
import { randomNetwork } from './random-network.ts'

export const inSlice = 100

/** Five examples, or one alone: an odd number, where oneDNN rounds up. */
export function caseOf(seed: number): NetworkCase {
  const batches = [seed % 5 === 0 ? 1 : 5]
  return { type: 'network', params: { seed }, batches, draw: id => randomNetwork(seed, id) }
}

/** One verdict per seed, in their order. */
export async function judge(seeds: readonly number[]): Promise<readonly Verdict[]> {
  try {
    return await compareWithKeras(seeds.map(caseOf), 1200)
  } catch (error) {
    if (seeds.length === 1) return [crashed(error)]
    const half = Math.ceil(seeds.length / 2)
    return [...(await judge(seeds.slice(0, half))), ...(await judge(seeds.slice(half)))]
  }
}

function crashed(error: unknown): Verdict {
  const reason = error instanceof Error ? error.message : String(error)
  return {
    compared: [],
    failures: [`the process ended: ${reason.slice(0, 2000)}`],
    beyond: [],
    largest: { outputs: 0, gradients: 0 },
  }
}
