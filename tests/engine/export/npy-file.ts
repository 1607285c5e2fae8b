/** The bytes of a .npy file of float32 numbers, version 1.0. */
export function npy(shape: readonly number[], values: Float32Array): Uint8Array {
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(', ')
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${sizes}), }`
  const header = text.padEnd(Math.ceil((10 + text.length + 1) / 64) * 64 - 11)
  const head = Buffer.from(`\x93NUMPY\x01\x00\x00\x00${header}\n`, 'latin1')
  head.writeUInt16LE(header.length + 1, 8)
  return Buffer.concat([head, Buffer.from(values.slice().buffer)])
}
