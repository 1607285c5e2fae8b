// Windows of a picture side by side in the channels, by slices alone.
import { padWithZeros } from './convolution.ts'
import type { Graph, Value } from './graph.ts'
import type { Pair } from './spatial.ts'
import { span, type Window } from './window.ts'

/** Every window as one position whose channels are its rows, columns and channels, the last fastest. */
export function patches(g: Graph, x: Value, window: Window, sides: readonly Pair[]): Value {
  const padded = sides.flat().some(side => side > 0) ? padWithZeros(g, x, sides) : x
  // Columns first: then the rows come to stand before them.
  return unfold(g, unfold(g, padded, window, 1), window, 0)
}

function unfold(g: Graph, x: Value, window: Window, axis: 0 | 1): Value {
  const size = window.size[axis] ?? 1
  const stride = window.strides[axis] ?? 1
  const rate = window.dilation[axis] ?? 1
  const length = x.shape[axis + 1] ?? 1
  const count = Math.floor((length - span(size, rate)) / stride) + 1
  if (size === 1 && stride === 1) return x
  // The last step's rest may lie beyond the end.
  const needed = span(size, rate) - 1 + count * stride
  const sides = [0, 1].map((at): Pair => [0, at === axis ? Math.max(0, needed - length) : 0])
  const whole = needed > length ? padWithZeros(g, x, sides) : x
  const taps = Array.from({ length: size }, (_, tap) =>
    every(g, whole, axis + 1, tap * rate, stride, count),
  )
  const [only = x] = taps
  return size === 1 ? only : g.op('ConcatV2', [...taps, numbers(g, 3)])
}

/** `count` positions of an axis from `from` on, `step` apart. */
function every(g: Graph, x: Value, axis: number, from: number, step: number, count: number): Value {
  const begin = x.shape.map((_, at) => (at === axis ? from : 0))
  const sizes = x.shape.map((size, at) => (at === axis ? count * step : size))
  const part = g.op('Slice', [x, numbers(g, begin), numbers(g, sizes)])
  if (step === 1) return part
  const before = sizes.slice(0, axis)
  const after = sizes.slice(axis + 1)
  const split = g.op('Reshape', [part, numbers(g, [...before, count, step, ...after])])
  const kept = split.shape.map((size, at) => (at === axis + 1 ? 1 : size))
  const start = kept.map(() => 0)
  const first = g.op('Slice', [split, numbers(g, start), numbers(g, kept)])
  return g.op('Reshape', [first, numbers(g, [...before, count, ...after])])
}

function numbers(g: Graph, values: number | readonly number[]): Value {
  return g.constant(values, { type: 'int32' })
}
