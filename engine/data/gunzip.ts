// Inflation that cannot be made to allocate more than was agreed on.
import { constants, gunzipSync } from 'node:zlib'
import { DataError, formatCount } from './data-error.ts'

/** Deflate cannot shrink further than this (RFC 1951: 258 bytes from two bits). */
export const largestDeflateRatio = 1032

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b
}

/** The first bytes of the contents, for reading a header before the rest is unpacked. */
export function peekGzip(bytes: Uint8Array, file: string): Uint8Array {
  const beginning = bytes.subarray(0, 4096)
  return inflate(beginning, beginning.length * largestDeflateRatio, file, constants.Z_SYNC_FLUSH)
}

/** Unpacks the whole, which must have exactly the expected size. */
export function gunzip(bytes: Uint8Array, expected: number, file: string): Uint8Array {
  const contents = inflate(bytes, Math.max(1, expected), file, constants.Z_FINISH)
  if (contents.length === expected) return contents
  throw new DataError(
    `unpacks to ${formatCount(contents.length)} bytes, but its header promises ${formatCount(expected)}. Copy it again from its source.`,
    { file, offset: contents.length },
  )
}

function inflate(
  bytes: Uint8Array,
  maxOutputLength: number,
  file: string,
  finishFlush: number,
): Uint8Array {
  try {
    const { buffer, byteOffset, length } = gunzipSync(bytes, { maxOutputLength, finishFlush })
    return new Uint8Array(buffer, byteOffset, length)
  } catch (thrown) {
    const code = (thrown as NodeJS.ErrnoException).code
    const problem =
      code === 'ERR_BUFFER_TOO_LARGE'
        ? `unpacks to more than the ${formatCount(maxOutputLength)} bytes that its header promises.`
        : code === 'Z_BUF_ERROR'
          ? 'the compressed data ends early.'
          : `the compressed data is damaged (${(thrown as Error).message}).`
    throw new DataError(`${problem} Copy it again from its source.`, { file, cause: thrown })
  }
}
