// Factors of matrices, for first values only: none of these is differentiated.
import { flag, typeOf } from '../attributes.ts'
import type { Operation } from '../operation.ts'

export const linearAlgebra: readonly Operation[] = [
  {
    // A matrix of at least as many rows as columns into Q, of its shape, and a square R.
    type: 'Qr',
    attributes: { full_matrices: flag(false), T: typeOf(0) },
    float32Only: true,
    outputs: call => {
      const { shape, type } = call.input(0)
      const [rows = 1, columns = 1] = shape
      if (rows < columns) throw new Error('there are more columns than rows')
      return [
        { shape, type },
        { shape: [columns, columns], type },
      ]
    },
  },
  {
    type: 'MatrixDiagPart',
    attributes: { T: typeOf(0) },
    outputs: call => {
      const { shape, type } = call.input(0)
      return [{ shape: [Math.min(...shape)], type }]
    },
  },
  {
    type: 'MatrixDiag',
    attributes: { T: typeOf(0) },
    outputs: call => {
      const { shape, type } = call.input(0)
      const [size = 1] = shape
      return [{ shape: [size, size], type }]
    },
  },
]
