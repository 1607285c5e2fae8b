import { ints, text, typeOf } from '../attributes.ts'
import { neededNumbers } from '../fold.ts'
import { type Call, like, type Operation, type RecordedCall } from '../operation.ts'
import type { Recorder } from '../recorder.ts'
import type { Tensor } from '../tensor.ts'
import { slide } from './convolution.ts'

const attributes = {
  T: typeOf(0),
  ksize: ints(),
  strides: ints(),
  padding: text(),
  data_format: text('NHWC'),
}

function pooled(call: Call) {
  const { shape, type } = call.input(0)
  const [batch = -1, , , channels = 1] = shape
  const window = call.numbers('ksize').slice(1, 3)
  return [{ shape: [batch, ...slide(call, shape, window, [1, 2]), channels], type }]
}

function windowOf(call: RecordedCall) {
  return {
    ksize: call.numbers('ksize'),
    strides: call.numbers('strides'),
    padding: call.text('padding'),
  }
}

/** Fewer than a vector register holds: below it oneDNN's AvgPoolGrad takes three times as long as copies. */
const narrow = 16

/** Windows that lie side by side, cover everything, and have few channels: LeNet's. */
function isNarrowMosaic(call: RecordedCall): boolean {
  const [before, after] = [call.input(0).shape, call.output().shape]
  const [size, step] = [call.numbers('ksize'), call.numbers('strides')]
  const fits = [1, 2].every(
    axis => size[axis] === step[axis] && before[axis] === (after[axis] ?? 0) * (size[axis] ?? 0),
  )
  return fits && (after[3] ?? narrow) < narrow
}

/** Every number of a window gets the same part: copies beside each other, then rows under each other. */
function spread(g: Recorder, call: RecordedCall, dy: Tensor): Tensor {
  const [, high = 1, wide = 1] = call.numbers('ksize')
  const [, rows = 1, columns = 1, channels = 1] = dy.shape
  const sizes = (...values: readonly number[]) => g.constant([-1, ...values], { type: 'int32' })
  const copies = (tensor: Tensor, count: number, axis: number) => {
    const all = Array<Tensor>(count).fill(tensor)
    return count === 1 ? tensor : g.op('ConcatV2', [...all, g.constant(axis, { type: 'int32' })])
  }
  const part = g.op('Mul', [dy, g.constant(1 / (high * wide), { type: dy.type })])
  const row = columns * wide * channels
  const lines = g.op('Reshape', [copies(part, wide, 3), sizes(rows, row)])
  return g.op('Reshape', [copies(lines, high, 2), sizes(rows * high, columns * wide, channels)])
}

export const pooling: readonly Operation[] = [
  {
    type: 'MaxPool',
    attributes,
    outputs: pooled,
    gradient: (g, call, dy) => [
      () => g.op('MaxPoolGrad', [call.input(0), call.output(), dy], windowOf(call)),
    ],
  },
  { type: 'MaxPoolGrad', attributes, outputs: like(0) },
  {
    type: 'AvgPool',
    attributes,
    outputs: pooled,
    gradient: (g, call, dy) => [
      () =>
        isNarrowMosaic(call)
          ? spread(g, call, dy)
          : g.op('AvgPoolGrad', [g.sizes(call.input(0)), dy], windowOf(call)),
    ],
  },
  {
    type: 'AvgPoolGrad',
    attributes: { ...attributes, T: typeOf(1) },
    outputs: call => [
      { shape: neededNumbers(call.input(0), 'the sizes'), type: call.input(1).type },
    ],
  },
]
