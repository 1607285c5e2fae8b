// Reads NumPy's .npy files: numbers in row order, little endian.
import { readFile } from 'node:fs/promises'

export interface NumberArray {
  shape: number[]
  values: Float32Array
}

const readers: Record<string, [bytes: number, read: (view: DataView, at: number) => number]> = {
  '|u1': [1, (view, at) => view.getUint8(at)],
  '|i1': [1, (view, at) => view.getInt8(at)],
  '|b1': [1, (view, at) => view.getUint8(at)],
  '<i2': [2, (view, at) => view.getInt16(at, true)],
  '<u2': [2, (view, at) => view.getUint16(at, true)],
  '<i4': [4, (view, at) => view.getInt32(at, true)],
  '<i8': [8, (view, at) => Number(view.getBigInt64(at, true))],
  '<f4': [4, (view, at) => view.getFloat32(at, true)],
  '<f8': [8, (view, at) => view.getFloat64(at, true)],
}

/** The bytes of a file that was named on the command line. */
export async function readGiven(file: string): Promise<Buffer> {
  try {
    return await readFile(file)
  } catch (error) {
    const { code } = error as { code?: string }
    if (code === 'ENOENT') throw new Error(`There is no file ${file}.`)
    if (code === 'EISDIR') throw new Error(`${file} is a folder. Name the file in it.`)
    throw error
  }
}

export async function readNpy(file: string): Promise<NumberArray> {
  const bytes = await readGiven(file)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 12 || bytes.toString('latin1', 1, 6) !== 'NUMPY')
    throw new Error(`${file} is no .npy file.`)
  const long = view.getUint8(6) > 1
  const start = long ? 12 : 10
  const end = start + (long ? view.getUint32(8, true) : view.getUint16(8, true))
  const header = bytes.toString('latin1', start, end)
  const type = /'descr': *'([^']+)'/.exec(header)?.[1] ?? ''
  const sizes = /'shape': *\(([^)]*)\)/.exec(header)?.[1] ?? ''
  const reader = readers[type]
  if (!reader)
    throw new Error(`${file} holds numbers of type ${type || 'unknown'}. Save it as float32.`)
  if (header.includes("'fortran_order': True"))
    throw new Error(`${file} is in column order. Save numpy.ascontiguousarray(x).`)
  const shape = sizes
    .split(',')
    .filter(size => size.trim() !== '')
    .map(Number)
  const count = shape.reduce((product, size) => product * size, 1)
  const [width, read] = reader
  if (end + count * width > bytes.length)
    throw new Error(`${file} ends before its ${count} numbers do.`)
  return {
    shape,
    values: Float32Array.from({ length: count }, (_, index) => read(view, end + index * width)),
  }
}
