// Pictures moved, turned and enlarged: every new pixel is read from where a matrix says.
import { text, typeOf } from '../attributes.ts'
import { examplesOf } from '../examples.ts'
import { neededNumbers } from '../fold.ts'
import type { Operation, RecordedCall } from '../operation.ts'
import type { Recorder } from '../recorder.ts'
import type { Tensor } from '../tensor.ts'

type Combine = 'AddV2' | 'Sub' | 'Mul' | 'RealDiv' | 'FloorDiv' | 'Minimum' | 'Maximum'

/** Arithmetic of float32 tensors and plain numbers. */
function arithmetic(g: Recorder) {
  const tensor = (value: Tensor | number) => (typeof value === 'number' ? g.constant(value) : value)
  const both = (type: Combine) => (a: Tensor | number, b: Tensor | number) =>
    g.op(type, [tensor(a), tensor(b)])
  return {
    add: both('AddV2'),
    subtract: both('Sub'),
    times: both('Mul'),
    over: both('RealDiv'),
    floor: (a: Tensor) => both('FloorDiv')(a, 1),
    least: both('Minimum'),
    most: both('Maximum'),
    choose: (
      holds: 'Less' | 'Greater' | 'GreaterEqual',
      [a, b]: readonly [Tensor, number],
      yes: Tensor,
      no: Tensor,
    ) => g.op('SelectV2', [g.op(holds, [a, tensor(b)]), yes, no]),
  }
}

type Arithmetic = ReturnType<typeof arithmetic>

/** Rows or columns [batch, rows, columns] that the new pixels are read from, before the borders are met. */
function positions(g: Recorder, call: RecordedCall): readonly [x: Tensor, y: Tensor] {
  const { add, times, over } = arithmetic(g)
  const [, rows = 1, columns = 1] = call.output().shape
  const numbers = (count: number, shape: readonly number[]) =>
    g.constant(
      Array.from({ length: count }, (_, at) => at),
      { shape },
    )
  const [x, y] = [numbers(columns, [1, 1, columns]), numbers(rows, [1, rows, 1])]
  const int32 = (...values: readonly number[]) => g.constant(values, { type: 'int32' })
  const of = (index: number) =>
    g.op('Reshape', [
      g.op('Slice', [call.input(1), int32(0, index), int32(-1, 1)]),
      int32(-1, 1, 1),
    ])
  const line = (from: number) => add(times(of(from), x), times(of(from + 1), y))
  const scale = add(line(6), 1)
  return [over(add(line(0), of(2)), scale), over(add(line(3), of(5)), scale)]
}

/** Where a position beyond the border is read, as TensorFlow's kernel has it. */
function within(a: Arithmetic, mode: string, at: Tensor, length: number): Tensor {
  const { add, subtract, times, over, floor, least, most, choose } = a
  const inside = (value: Tensor) => most(least(value, length - 1), 0)
  if (mode === 'CONSTANT') return at
  if (mode === 'NEAREST' || length === 1) return inside(at)
  if (mode === 'REFLECT') {
    const turn = subtract(at, times(floor(over(at, 2 * length)), 2 * length))
    const back = subtract(2 * length - 1, turn)
    return inside(choose('GreaterEqual', [turn, length], back, turn))
  }
  const turns = (value: Tensor) => floor(over(value, length - 1))
  const below = add(at, times(add(turns(subtract(0, at)), 1), length))
  const above = subtract(at, times(turns(at), length))
  const high = choose('Greater', [at, length - 1], above, at)
  return inside(choose('Less', [at, 0], below, high))
}

/** The pixels that make a new one along an axis, with their shares. */
function neighbours(a: Arithmetic, interpolation: string, at: Tensor) {
  const { add, subtract, floor, choose } = a
  if (interpolation === 'NEAREST') {
    const up = floor(add(at, 0.5))
    const down = subtract(0, floor(subtract(0.5, at)))
    return [{ at: choose('Less', [at, 0], down, up), share: undefined }]
  }
  const before = floor(at)
  const share = subtract(at, before)
  return [
    { at: before, share: subtract(1, share) },
    { at: add(before, 1), share },
  ]
}

/**
 * The gradient with respect to the pictures: every new pixel's goes to those that it was read from, by their
 * shares. TensorFlow's own moves it by the inverse matrix, which is near to that and not the same.
 */
function handedBack(g: Recorder, call: RecordedCall, dy: Tensor): Tensor {
  const a = arithmetic(g)
  const [, rows = 1, columns = 1, channels = 1] = call.input(0).shape
  const int32 = (values: number | readonly number[]) => g.constant(values, { type: 'int32' })
  const mode = call.text('fill_mode')
  const [x, y] = positions(g, call)
  const along = (at: Tensor, length: number) =>
    neighbours(a, call.text('interpolation'), within(a, mode, at, length))
  const count = examplesOf(g, call.input(0))
  // Which picture of the batch: a running count.
  const ones = g.op('Fill', [
    g.op('ConcatV2', [g.op('Reshape', [count, int32([1])]), int32([1, 1]), int32(0)]),
    int32(1),
  ])
  const example = g.op('Cumsum', [ones, int32(0)], { exclusive: true })
  const size = g.op('Mul', [count, int32(rows * columns)])
  const wide = g.cast(dy, 'float32')
  const parts = along(y, rows).flatMap(row =>
    along(x, columns).map(column => {
      const place = pixel(g, example, [row.at, column.at], [rows, columns])
      const share = row.share && column.share && a.times(row.share, column.share)
      const shape = int32([-1, ...(call.output().shape.slice(1, 3) as number[]), 1])
      const values = share ? a.times(wide, g.op('Reshape', [share, shape])) : wide
      const flat = g.op('Reshape', [values, int32([-1, channels])])
      return g.op('UnsortedSegmentSum', [flat, g.op('Reshape', [place, int32([-1])]), size])
    }),
  )
  const sum = g.op('Reshape', [g.op('AddN', parts), int32([-1, rows, columns, channels])])
  return g.cast(sum, call.input(0).type)
}

/** The number of a pixel among those of all pictures; -1 (which sums drop) where it lies outside. */
function pixel(
  g: Recorder,
  example: Tensor,
  [row, column]: readonly [Tensor, Tensor],
  [rows, columns]: readonly [number, number],
): Tensor {
  const int32 = (value: number) => g.constant(value, { type: 'int32' })
  const within = (at: Tensor, length: number, then: Tensor) =>
    [
      ['GreaterEqual', 0],
      ['Less', length],
    ].reduce(
      (value, [holds, limit]) =>
        g.op('SelectV2', [g.op(String(holds), [at, g.constant(Number(limit))]), value, int32(-1)]),
      then,
    )
  const [y, x] = [g.cast(row, 'int32'), g.cast(column, 'int32')]
  const line = g.op('AddV2', [g.op('Mul', [example, int32(rows)]), y])
  const number = g.op('AddV2', [g.op('Mul', [line, int32(columns)]), x])
  return within(row, rows, within(column, columns, number))
}

export const projective: readonly Operation[] = [
  {
    // Pictures, eight numbers for each (a matrix of which the last is 1), the new size, what lies outside.
    type: 'ImageProjectiveTransformV3',
    attributes: { dtype: typeOf(0), interpolation: text(), fill_mode: text('CONSTANT') },
    outputs: call => {
      const [rows = 1, columns = 1] = neededNumbers(call.input(2), 'the size')
      const [batch = -1, , , channels = 1] = call.input(0).shape
      return [{ shape: [batch, rows, columns, channels], type: call.input(0).type }]
    },
    gradient: (g, call, dy) => [() => handedBack(g, call, dy), null, null, null],
  },
]
