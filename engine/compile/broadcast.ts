// Broadcasting: shapes and their way back in a gradient. The batch (-1) is the same on both sides.
import type { Recorder } from './recorder.ts'
import { sameShape, type Tensor } from './tensor.ts'

export function broadcastShapes(a: readonly number[], b: readonly number[]): readonly number[] {
  const rank = Math.max(a.length, b.length)
  return Array.from({ length: rank }, (_, axis) => {
    const left = a[axis - (rank - a.length)] ?? 1
    const right = b[axis - (rank - b.length)] ?? 1
    if (left !== right && left !== 1 && right !== 1)
      throw new Error(`[${a.join(', ')}] and [${b.join(', ')}] do not broadcast`)
    return left === 1 ? right : left
  })
}

/** Sums a gradient over the axes along which a tensor of `shape` was repeated. */
export function sumToShape(g: Recorder, dy: Tensor, shape: readonly number[]): Tensor {
  if (sameShape(dy.shape, shape)) return dy
  const extra = dy.shape.length - shape.length
  const axes = dy.shape.flatMap((size, axis) =>
    axis < extra || (shape[axis - extra] === 1 && size !== 1) ? [axis] : [],
  )
  const inner = axes.filter(axis => axis >= extra)
  // Without kept axes the sum has the right rank at once, as for a bias or a scalar.
  if (inner.length === 0) return reduceSum(g, dy, axes, false)
  const kept = reduceSum(g, dy, axes, true)
  return extra === 0 ? kept : g.op('Reshape', [kept, g.constant(shape, { type: 'int32' })])
}

export function reduceSum(
  g: Recorder,
  x: Tensor,
  axes: readonly number[],
  keepDims: boolean,
): Tensor {
  if (axes.length === 0) return x
  return g.op('Sum', [x, g.constant(axes, { type: 'int32' })], { keep_dims: keepDims })
}
