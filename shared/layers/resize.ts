// Pictures of another size: the window that is kept, and the pixels made from it.
import type { Shape } from './define.ts'
import type { Graph, Value } from './graph.ts'
import type { Pair } from './spatial.ts'

export const interpolations = ['bilinear', 'nearest'] as const
export type Interpolation = (typeof interpolations)[number]

/** The largest centred part of the target's proportions: `[[top, bottom], [left, right]]` to crop. */
export function proportionalCrop(
  [height = 1, width = 1]: Shape,
  [rows, columns]: Pair,
): readonly [Pair, Pair] {
  return [
    centred(height, Math.max(1, Math.min(height, Math.floor((width * rows) / columns)))),
    centred(width, Math.max(1, Math.min(width, Math.floor((height * columns) / rows)))),
  ]
}

/** What goes before and after so that `kept` remain; of an odd rest the smaller part goes before. */
export function centred(size: number, kept: number): Pair {
  const before = Math.floor((size - kept) / 2)
  return [before, size - kept - before]
}

const operations = { bilinear: 'ResizeBilinear', nearest: 'ResizeNearestNeighbor' }

/** Every pixel's centre lies at (i + ½)·input ÷ output, as in Keras; nothing is smoothed first. */
export function resize(g: Graph, x: Value, size: Pair, interpolation: Interpolation): Value {
  if (x.shape[1] === size[0] && x.shape[2] === size[1]) return x
  const numbers = g.constant(size, { type: 'int32' })
  // The bilinear operation answers in float32 whatever it reads.
  return g.compute(g.op(operations[interpolation], [x, numbers], { half_pixel_centers: true }))
}
