// Memory as TensorFlow counts it: a buffer lives while somebody holds it, and tensors may share one.

export interface Buffers {
  live: number
  /** The most that ever lived, how much of it was of weights' updates, and where that was. */
  peak: number
  updates: number
  at: string | null
  readonly sizes: number[]
  readonly holds: number[]
}

export function createBuffers(): Buffers {
  return { live: 0, peak: 0, updates: 0, at: null, sizes: [], holds: [] }
}

/** A new buffer; one that nobody holds is gone at once. */
export function make(buffers: Buffers, bytes: number, holds: number): number {
  buffers.sizes.push(bytes)
  buffers.holds.push(holds)
  if (holds > 0) buffers.live += bytes
  return buffers.sizes.length - 1
}

/** More holders of a buffer that lives. */
export function hold(buffers: Buffers, buffer: number, count: number): void {
  buffers.holds[buffer] = (buffers.holds[buffer] ?? 0) + count
}

export function release(buffers: Buffers, buffer: number): void {
  const left = (buffers.holds[buffer] ?? 0) - 1
  buffers.holds[buffer] = left
  if (left === 0) buffers.live -= buffers.sizes[buffer] ?? 0
}

/** Notes how much lives now, with `further` bytes for a moment and those of updates beside. */
export function mark(buffers: Buffers, where: string, further: number, updates: number): void {
  const now = buffers.live + further + updates
  if (now <= buffers.peak) return
  buffers.peak = now
  buffers.updates = updates
  buffers.at = where
}
