// Which rows are seen, and in which order: functions of (seed, epoch), nothing to save or restore.
import { createRandom, type Random } from './random.ts'

/** The positions 0 … count-1 in the order of one epoch. */
export function epochOrder(count: number, seed: number, epoch: number): Uint32Array {
  return shuffled(count, createRandom(seed, 'shuffle', epoch))
}

/** A seeded share of the rows held back, the rest kept; both ascending, so the files' order stays. */
export function splitRows(
  count: number,
  share: number,
  seed: number,
): { kept: Uint32Array; heldBack: Uint32Array } {
  const wanted = Math.min(Math.round(count * share), Math.max(count - 1, 0))
  const order = shuffled(count, createRandom(seed, 'validation'))
  return { heldBack: order.slice(0, wanted).sort(), kept: order.slice(wanted).sort() }
}

/** Fisher and Yates, from the top down (Durstenfeld 1964). */
function shuffled(count: number, random: Random): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, position) => position)
  for (let last = count - 1; last > 0; last -= 1) {
    const other = random.below(last + 1)
    const kept = order[last] as number
    order[last] = order[other] as number
    order[other] = kept
  }
  return order
}
