import { ints, text, typeOf } from '../attributes.ts'
import { neededNumbers } from '../fold.ts'
import { type Call, like, type Operation, type RecordedCall } from '../operation.ts'
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
      () => g.op('AvgPoolGrad', [g.sizes(call.input(0)), dy], windowOf(call)),
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
