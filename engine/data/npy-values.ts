// The numbers in a NumPy file, by type and byte order.
import { DataError, formatCount } from './data-error.ts'

/** Bytes per value. */
export const npyTypes = {
  b1: 1,
  u1: 1,
  i1: 1,
  u2: 2,
  i2: 2,
  u4: 4,
  i4: 4,
  u8: 8,
  i8: 8,
  f2: 2,
  f4: 4,
  f8: 8,
} as const
export type NpyType = keyof typeof npyTypes

export type NpyValues =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array

/** Copies the bytes into an array of their own, so the file can be let go. */
export function decodeValues(
  bytes: Uint8Array,
  type: NpyType,
  isBigEndian: boolean,
  file: string,
  offset: number,
): NpyValues {
  const size = npyTypes[type]
  // Not slice(): a Buffer's is a view, and of a pool at that.
  const copy = new Uint8Array(bytes)
  if (isBigEndian) swap(copy, size)
  const { buffer } = copy
  switch (type) {
    case 'u1':
      return copy
    case 'b1':
      return copy.map(value => (value === 0 ? 0 : 1))
    case 'i1':
      return new Int8Array(buffer)
    case 'u2':
      return new Uint16Array(buffer)
    case 'i2':
      return new Int16Array(buffer)
    case 'u4':
      return new Uint32Array(buffer)
    case 'i4':
      return new Int32Array(buffer)
    case 'u8':
      return wideIntegers(new BigUint64Array(buffer), file, offset)
    case 'i8':
      return wideIntegers(new BigInt64Array(buffer), file, offset)
    case 'f2':
      return Float32Array.from(new Uint16Array(buffer), halfToNumber)
    case 'f4':
      return new Float32Array(buffer)
    case 'f8':
      return new Float64Array(buffer)
  }
}

function swap(bytes: Uint8Array, size: number): void {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  if (size === 2) view.swap16()
  if (size === 4) view.swap32()
  if (size === 8) view.swap64()
}

function wideIntegers(
  values: BigInt64Array | BigUint64Array,
  file: string,
  offset: number,
): Float64Array {
  const result = new Float64Array(values.length)
  for (let index = 0; index < values.length; index += 1) {
    const value = Number(values[index])
    if (!Number.isSafeInteger(value)) {
      throw new DataError(
        `value ${formatCount(index)} is ${values[index]}, larger than the 53 bits that are read exactly.`,
        { file, offset: offset + 8 * index },
      )
    }
    result[index] = value
  }
  return result
}

/** IEEE 754 binary16: 1 sign, 5 exponent and 10 fraction bits. */
function halfToNumber(half: number): number {
  const sign = half & 0x8000 ? -1 : 1
  const exponent = (half >> 10) & 0x1f
  const fraction = half & 0x3ff
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY
  if (exponent === 0) return sign * fraction * 2 ** -24
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}
