// What layer normalisation and its kin are made of, with their gradients put together by hand: of the mean
// and the root one by one they take twice the time. TensorFlow sees a plain Sub and a plain Mul.
import { typeOf } from '../attributes.ts'
import { like, type Operation, type RecordedCall } from '../operation.ts'
import type { Recorder } from '../recorder.ts'
import type { Tensor } from '../tensor.ts'

/** The mean over the axes along which the second input was averaged. */
function mean(g: Recorder, call: RecordedCall, of: Tensor): Tensor {
  const averaged = call.input(1).shape
  const axes = of.shape.flatMap((size, axis) => (averaged[axis] === size ? [] : [axis]))
  if (axes.length === 0) return of
  return g.op('Mean', [of, g.constant(axes, { type: 'int32' })], { keep_dims: true })
}

export const standardizing: readonly Operation[] = [
  {
    // x − m, where m is the mean of x: dx = dy − mean(dy).
    type: 'SubOwnMean',
    as: 'Sub',
    attributes: { T: typeOf(0, 1) },
    outputs: like(0),
    gradient: (g, call, dy) => [() => g.op('Sub', [dy, mean(g, call, dy)]), null],
  },
  {
    // y = x·r, where r is 1 ÷ √(mean of x² + a constant): dx = r·(dy − y·mean(dy·y)).
    type: 'MulByOwnRoot',
    as: 'Mul',
    attributes: { T: typeOf(0, 1) },
    outputs: like(0),
    gradient: (g, call, dy) => [
      () => {
        const y = call.output()
        const along = g.op('Mul', [y, mean(g, call, g.op('Mul', [dy, y]))])
        return g.op('Mul', [g.op('Sub', [dy, along]), call.input(1)])
      },
      null,
    ],
  },
]
