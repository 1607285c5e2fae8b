// Schemas that several calls share.
import { z } from 'zod'
import type { NetworkDocument } from '../document/types.ts'

/** Bytes with a type: a Blob on both sides. Shared code knows no DOM, so it names only what it needs. */
export interface Binary {
  readonly size: number
  readonly type: string
  arrayBuffer(): Promise<ArrayBuffer>
}

export const binary = z.custom<Binary>(
  value => {
    const tag = Object.prototype.toString.call(value)
    return tag === '[object Blob]' || tag === '[object File]'
  },
  { error: 'expected a Blob' },
)

/** A document as JSON. Whoever receives one reads it with `parseDocument` before using it. */
export const documentJson = z.custom<NetworkDocument>(
  value => typeof value === 'object' && value !== null && !Array.isArray(value),
  { error: 'expected a document' },
)

/** Relative to the workspace folder, with slashes. The host checks where it leads. */
export const workspacePath = z.string().min(1).max(1024)

/** Lower-case sha256 of a file's bytes. */
export const fileHash = z.string().regex(/^[0-9a-f]{64}$/)

/** A run's folder name below `runs/`. */
export const runId = z
  .string()
  .max(120)
  .regex(/^[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?$/)

/** Milliseconds since 1970. */
export const time = z.number().nonnegative()

export const count = z.int().nonnegative()

/** Nothing goes in, or nothing comes out. */
export const nothing = z.void()
