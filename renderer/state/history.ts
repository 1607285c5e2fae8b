// Undo by whole documents. They share what did not change, so a step costs what only it holds.
import type { NetworkDocument } from '../../shared/document/types.ts'

export interface Step {
  /** What the person did: "Set filters of conv2". */
  readonly label: string
  /** The document before it (in `past`) or after it (in `future`). */
  readonly document: NetworkDocument
  /** What this step alone keeps in memory, estimated. */
  readonly bytes: number
  /** Steps in a row with the same key and in quick succession are one. */
  readonly key?: string
  readonly time: number
}

export const largestHistory = 256 * 1024 * 1024

/** Drops the oldest steps until the rest fits. */
export function withinLimit(steps: readonly Step[], limit = largestHistory): readonly Step[] {
  let total = 0
  for (let index = steps.length - 1; index >= 0; index--) {
    total += steps[index]?.bytes ?? 0
    if (total > limit) return steps.slice(index + 1)
  }
  return steps
}

/** Bytes of `value` that `other` does not share, in V8's usual sizes. */
export function bytesNotShared(value: unknown, other: unknown): number {
  if (value === other) return 0
  if (typeof value === 'string') return 16 + value.length
  if (typeof value !== 'object' || value === null) return 8
  if (Array.isArray(value)) return arrayBytes(value, Array.isArray(other) ? other : [])
  const counterpart = typeof other === 'object' && other !== null ? other : {}
  let bytes = 24
  for (const [key, part] of Object.entries(value))
    bytes += 8 + bytesNotShared(part, (counterpart as Record<string, unknown>)[key])
  return bytes
}

/** Items may have moved, so they are looked up by identity first. */
function arrayBytes(items: readonly unknown[], others: readonly unknown[]): number {
  const known = new Set(others)
  let bytes = 16
  for (const [index, item] of items.entries())
    bytes += 8 + (known.has(item) ? 0 : bytesNotShared(item, others[index]))
  return bytes
}
