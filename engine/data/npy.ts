// NumPy's array format (numpy.lib.format, versions 1 to 3). The header is a Python dictionary; it is
// read by a parser of exactly that form, so nothing in a file is ever executed. Pickles are refused.
import { DataError, formatCount } from './data-error.ts'
import { sizeOf } from './dataset.ts'
import { decodeValues, type NpyType, type NpyValues, npyTypes } from './npy-values.ts'

export interface NpyArray {
  readonly shape: readonly number[]
  /** The type as NumPy writes it without byte order: u1, i8, f4 … */
  readonly type: NpyType
  /** Row-major. 64-bit integers become doubles and are refused beyond 2^53. */
  readonly values: NpyValues
}

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]
// The limit that NumPy itself sets (numpy#22592).
const longestHeader = 10_000
const mostAxes = 64

export function parseNpy(bytes: Uint8Array, file = 'The array'): NpyArray {
  const { text, start } = readHeader(bytes, file)
  const { descr, fortran, shape } = parseDictionary(text, start - text.length, file)
  const { type, isBigEndian } = parseType(descr, file)
  const count = sizeOf(shape)
  const expected = count * npyTypes[type]
  const left = bytes.length - start
  if (expected !== left) {
    throw new DataError(
      `an array of ${shape.length === 0 ? 'one value' : shape.map(formatCount).join('×')} of type ${type} takes ${formatCount(expected)} bytes, but ${formatCount(left)} follow the header. Save it again.`,
      { file, offset: start },
    )
  }
  const values = decodeValues(bytes.subarray(start), type, isBigEndian, file, start)
  return { shape, type, values: fortran ? toRowMajor(values, shape) : values }
}

function readHeader(bytes: Uint8Array, file: string): { text: string; start: number } {
  if (bytes.length < 10) throw endsEarly(bytes.length, file)
  if (magic.some((byte, at) => bytes[at] !== byte)) {
    throw new DataError('does not begin with the mark of a NumPy array. Save it with numpy.save.', {
      file,
      offset: 0,
    })
  }
  const version = bytes[6] as number
  if (version < 1 || version > 3) {
    throw new DataError(`is of NumPy format version ${version}; versions 1 to 3 are read.`, {
      file,
      offset: 6,
    })
  }
  const lengthBytes = version === 1 ? 2 : 4
  if (bytes.length < 8 + lengthBytes) throw endsEarly(bytes.length, file)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true)
  if (length > longestHeader) {
    throw new DataError(
      `has a header of ${formatCount(length)} bytes; at most ${formatCount(longestHeader)} are read.`,
      { file, offset: 8 },
    )
  }
  const start = 8 + lengthBytes + length
  if (bytes.length < start) throw endsEarly(bytes.length, file)
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + start - length, length).toString(
    'latin1',
  )
  return { text, start }
}

function endsEarly(length: number, file: string): DataError {
  return new DataError(
    `ends inside its header, after ${formatCount(length)} bytes. Save it again.`,
    {
      file,
      offset: length,
    },
  )
}

interface Header {
  readonly descr: string
  readonly fortran: boolean
  readonly shape: readonly number[]
}

const entry =
  /\s*(?:'(\w+)'|"(\w+)")\s*:\s*(?:'([^'\\]*)'|"([^"\\]*)"|(True|False)|\(([\d\s,L]*)\))\s*(?:,|(?=\}))/y

/** `{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }` and nothing else. */
function parseDictionary(text: string, offset: number, file: string): Header {
  const found: { descr?: string; fortran?: boolean; shape?: readonly number[] } = {}
  const open = /^\s*\{/.exec(text)
  const malformed = (at: number, what: string) =>
    new DataError(`the header ${what}. Save it again with numpy.save.`, {
      file,
      offset: offset + at,
    })
  if (!open) throw malformed(0, 'is not a dictionary')
  let at = open[0].length
  while (!/^\s*\}\s*$/.test(text.slice(at))) {
    entry.lastIndex = at
    const match = entry.exec(text)
    if (!match && /^\s*'descr'\s*:\s*\[/.test(text.slice(at))) {
      throw unreadable('a record with named fields', file)
    }
    if (!match) throw malformed(at, 'is not the dictionary that NumPy writes')
    const key = match[1] ?? match[2]
    if (key === 'descr') found.descr = match[3] ?? match[4] ?? ''
    else if (key === 'fortran_order' && match[5]) found.fortran = match[5] === 'True'
    else if (key === 'shape' && match[6] !== undefined) found.shape = parseShape(match[6], file)
    else throw malformed(at, `has an unexpected entry “${key}”`)
    at = entry.lastIndex
  }
  const { descr, fortran, shape } = found
  if (descr === undefined || fortran === undefined || shape === undefined) {
    throw malformed(0, 'lacks descr, fortran_order or shape')
  }
  return { descr, fortran, shape }
}

function parseShape(text: string, file: string): readonly number[] {
  const parts = text.split(',').map(part => part.trim().replace(/L$/, ''))
  if (parts.at(-1) === '') parts.pop()
  const shape = parts.map(part => (/^\d{1,16}$/.test(part) ? Number(part) : Number.NaN))
  if (shape.length > mostAxes || !shape.every(Number.isSafeInteger)) {
    throw new DataError(`has the shape (${text.slice(0, 60)}), which is not a list of sizes.`, {
      file,
    })
  }
  return shape
}

function parseType(descr: string, file: string): { type: NpyType; isBigEndian: boolean } {
  const type = descr.slice(1)
  if (/^[<>|=]$/.test(descr[0] ?? '') && Object.hasOwn(npyTypes, type)) {
    return { type: type as NpyType, isBigEndian: descr.startsWith('>') }
  }
  if (type.startsWith('O')) throw unreadable('Python objects', file)
  throw unreadable(`values of type “${descr}”`, file)
}

function unreadable(what: string, file: string): DataError {
  return new DataError(
    `holds ${what}. Only numbers are read: convert it, for example with astype('float32').`,
    { file },
  )
}

/** Column-major to row-major: the values are read in the order of the last axis first. */
function toRowMajor(values: NpyValues, shape: readonly number[]): NpyValues {
  const result = values.slice()
  const index = new Array<number>(shape.length).fill(0)
  let from = 0
  const strides = shape.map((_, axis) => sizeOf(shape.slice(0, axis)))
  for (let to = 0; to < result.length; to += 1) {
    result[to] = values[from] as number
    for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
      const [position = 0, size = 1, stride = 1] = [index[axis], shape[axis], strides[axis]]
      from += stride
      index[axis] = position + 1
      if (position + 1 < size) break
      from -= stride * size
      index[axis] = 0
    }
  }
  return result
}

/** Writes version 1.0, row-major, little-endian; the data begins at a multiple of 64 bytes. */
export function writeNpy(
  values: Float32Array | Float64Array | Int32Array | Uint8Array,
  shape: readonly number[],
): Uint8Array {
  if (sizeOf(shape) !== values.length) {
    throw new RangeError(`A shape of ${shape.join('×')} does not hold ${values.length} values.`)
  }
  const type =
    values instanceof Float32Array
      ? '<f4'
      : values instanceof Float64Array
        ? '<f8'
        : values instanceof Int32Array
          ? '<i4'
          : '|u1'
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(', ')
  const dictionary = `{'descr': '${type}', 'fortran_order': False, 'shape': (${sizes}), }`
  const length = Math.ceil((10 + dictionary.length + 1) / 64) * 64 - 10
  const bytes = new Uint8Array(10 + length + values.byteLength)
  bytes.set(magic)
  bytes[6] = 1
  new DataView(bytes.buffer).setUint16(8, length, true)
  bytes.set(new TextEncoder().encode(`${dictionary.padEnd(length - 1)}\n`), 10)
  bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), 10 + length)
  return bytes
}
