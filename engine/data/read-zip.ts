// A zip archive held in memory. The central directory is checked whole before anything is unpacked,
// and unpacking stops at the size that it declares; nothing is ever written to the disk.
import { constants } from 'node:buffer'
import { crc32, inflateRawSync } from 'node:zlib'
import { DataError, formatCount } from './data-error.ts'
import { largestDeflateRatio } from './gunzip.ts'

export interface ZipLimits {
  readonly entries: number
  /** Unpacked, all entries together. */
  readonly bytes: number
  /** Unpacked over packed, once the archive unpacks to more than `freeBytes`. */
  readonly ratio: number
  readonly freeBytes: number
}

export const zipLimits: ZipLimits = {
  entries: 10_000,
  bytes: Math.min(constants.MAX_LENGTH, 2 ** 36),
  ratio: 100,
  freeBytes: 256 * 2 ** 20,
}

interface ZipEntry {
  readonly name: string
  readonly method: number
  readonly crc: number
  readonly packed: number
  readonly unpacked: number
  readonly header: number
}

export interface ZipArchive {
  readonly names: readonly string[]
  /** Unpacks one entry and checks its checksum; undefined where there is none of that name. */
  unpack(name: string): Uint8Array | undefined
}

const endSize = 22
const longestComment = 0xffff

export function openZip(bytes: Uint8Array, file: string, limits = zipLimits): ZipArchive {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const { count, start } = findDirectory(view, file)
  if (count > limits.entries) {
    throw refuse(
      `holds ${formatCount(count)} files; at most ${formatCount(limits.entries)} are read.`,
      file,
    )
  }
  const entries = new Map<string, ZipEntry>()
  let at = start
  for (let index = 0; index < count; index += 1) {
    const { entry, end } = readEntry(view, at, start, file)
    if (entries.has(entry.name)) throw refuse(`holds two files named “${entry.name}”.`, file, at)
    entries.set(entry.name, entry)
    at = end
  }
  checkTotals([...entries.values()], bytes.length, limits, file)
  return {
    names: [...entries.keys()],
    unpack: name => {
      const entry = entries.get(name)
      return entry && unpackEntry(bytes, view, entry, start, file)
    },
  }
}

function refuse(problem: string, file: string, offset?: number): DataError {
  return new DataError(problem, { file, offset })
}

function damaged(what: string, file: string, offset: number): DataError {
  return refuse(`is damaged: ${what}. Copy it again from its source.`, file, offset)
}

function findDirectory(view: DataView, file: string): { count: number; start: number } {
  const lowest = Math.max(0, view.byteLength - endSize - longestComment)
  for (let at = view.byteLength - endSize; at >= lowest; at -= 1) {
    if (view.getUint32(at, true) !== 0x06054b50) continue
    if (at + endSize + view.getUint16(at + 20, true) !== view.byteLength) continue
    const count = view.getUint16(at + 10, true)
    const size = view.getUint32(at + 12, true)
    const start = view.getUint32(at + 16, true)
    if (count === 0xffff || size === 0xffffffff || start === 0xffffffff) {
      throw refuse('is a zip64 archive, which is not read. Split it below 4 GB.', file, at)
    }
    if (start + size > at) throw damaged('its directory lies outside of it', file, at)
    return { count, start }
  }
  const problem =
    'has no directory of a zip archive at its end. Is it whole, and is it a zip or npz file?'
  throw refuse(problem, file, view.byteLength)
}

function readEntry(
  view: DataView,
  at: number,
  directory: number,
  file: string,
): { entry: ZipEntry; end: number } {
  if (at + 46 > view.byteLength || view.getUint32(at, true) !== 0x02014b50) {
    throw damaged('its directory ends early', file, at)
  }
  const nameEnd = at + 46 + view.getUint16(at + 28, true)
  const end = nameEnd + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  if (end > view.byteLength) throw damaged('its directory ends early', file, at)
  const name = Buffer.from(view.buffer, view.byteOffset + at + 46, nameEnd - at - 46).toString(
    'utf8',
  )
  const isLink = (view.getUint16(at + 40, true) & 0xf000) === 0xa000
  if (isLink || !isPlainName(name)) {
    const what = isLink ? 'a link' : 'a path that leads out of it'
    throw refuse(`holds ${what}: ${JSON.stringify(name.slice(0, 80))}. It is not opened.`, file, at)
  }
  const method = view.getUint16(at + 10, true)
  if (view.getUint16(at + 8, true) & 1) throw refuse(`“${name}” is encrypted.`, file, at)
  if (method !== 0 && method !== 8) {
    throw refuse(
      `“${name}” is packed by method ${method}; only stored and deflated files are read.`,
      file,
      at,
    )
  }
  const entry: ZipEntry = {
    name,
    method,
    crc: view.getUint32(at + 16, true),
    packed: view.getUint32(at + 20, true),
    unpacked: view.getUint32(at + 24, true),
    header: view.getUint32(at + 42, true),
  }
  if (entry.header + 30 + entry.packed > directory) {
    throw damaged(`“${name}” lies outside of it`, file, at)
  }
  if (entry.unpacked === 0xffffffff)
    throw refuse('is a zip64 archive, which is not read.', file, at)
  const most = method === 0 ? entry.packed : entry.packed * largestDeflateRatio
  if (entry.unpacked > most) throw damaged(`“${name}” cannot unpack to its size`, file, at)
  return { entry, end }
}

function isPlainName(name: string): boolean {
  if (name === '' || name.includes('\\') || name.includes('\0') || /^[/~]|^[a-z]:/i.test(name))
    return false
  return !name.split('/').includes('..')
}

function checkTotals(entries: ZipEntry[], size: number, limits: ZipLimits, file: string): void {
  const packed = entries.reduce((sum, entry) => sum + entry.packed, 0)
  const unpacked = entries.reduce((sum, entry) => sum + entry.unpacked, 0)
  // Overlapping entries are how a small archive claims to hold much (Fifield 2019).
  if (packed > size) throw damaged('its files overlap', file, 0)
  const most = Math.min(limits.bytes, Math.max(limits.freeBytes, size * limits.ratio))
  if (unpacked > most) {
    throw refuse(
      `unpacks to ${formatCount(unpacked)} bytes; at most ${formatCount(most)} are taken from an archive of ${formatCount(size)}. Save it uncompressed.`,
      file,
    )
  }
}

function unpackEntry(
  bytes: Uint8Array,
  view: DataView,
  entry: ZipEntry,
  directory: number,
  file: string,
): Uint8Array {
  const { header, name } = entry
  if (view.getUint32(header, true) !== 0x04034b50)
    throw damaged(`“${name}” has no header`, file, header)
  const start = header + 30 + view.getUint16(header + 26, true) + view.getUint16(header + 28, true)
  if (start + entry.packed > directory) throw damaged(`“${name}” lies outside of it`, file, header)
  const packed = bytes.subarray(start, start + entry.packed)
  const contents = entry.method === 0 ? packed : inflate(packed, entry, file, start)
  if (contents.length !== entry.unpacked || crc32(contents) !== entry.crc) {
    throw damaged(`“${name}” does not match its checksum`, file, start)
  }
  return contents
}

function inflate(packed: Uint8Array, entry: ZipEntry, file: string, offset: number): Uint8Array {
  try {
    const limit = { maxOutputLength: Math.max(1, entry.unpacked) }
    const { buffer, byteOffset, length } = inflateRawSync(packed, limit)
    return new Uint8Array(buffer, byteOffset, length)
  } catch {
    throw damaged(
      `“${entry.name}” does not unpack to its ${formatCount(entry.unpacked)} bytes`,
      file,
      offset,
    )
  }
}
