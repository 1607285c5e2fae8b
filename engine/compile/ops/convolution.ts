// Convolutions over two axes and three, channels last, with the operations of their gradients.
import { ints, text, typeOf } from '../attributes.ts'
import { neededNumbers } from '../fold.ts'
import type { Call, Operation, RecordedCall } from '../operation.ts'
import type { AttributeValues, Recorder } from '../recorder.ts'
import type { Tensor } from '../tensor.ts'

const attributes = {
  T: typeOf(0, 1),
  strides: ints(),
  padding: text(),
  data_format: text('NHWC'),
  dilations: ints([1, 1, 1, 1]),
}

const attributes3d = {
  ...attributes,
  data_format: text('NDHWC'),
  dilations: ints([1, 1, 1, 1, 1]),
}

function windowOf(call: RecordedCall): AttributeValues {
  return {
    strides: call.numbers('strides'),
    padding: call.text('padding'),
    dilations: call.numbers('dilations'),
  }
}

/** Sizes after a window has moved over `axes`: TensorFlow's SAME and VALID. */
export function slide(
  call: Call,
  shape: readonly number[],
  window: readonly number[],
  axes: readonly number[],
): readonly number[] {
  const padding = call.text('padding')
  return axes.map((axis, index) => {
    const step = call.numbers('strides')[axis] ?? 1
    const length = shape[axis] ?? 1
    if (padding === 'SAME') return Math.ceil(length / step)
    return Math.ceil((length - (window[index] ?? 1) + 1) / step)
  })
}

/** Sizes after the convolution of input 0 with a kernel, input 1. */
function convolved(call: Call, channels: number) {
  const { shape, type } = call.input(0)
  const axes = shape.slice(1, -1).map((_, axis) => axis + 1)
  const kernel = call.input(1).shape
  const rates = call.numbers('dilations')
  const window = axes.map(axis => ((kernel[axis - 1] ?? 1) - 1) * (rates[axis] ?? 1) + 1)
  return [{ shape: [shape[0] ?? -1, ...slide(call, shape, window, axes), channels], type }]
}

/** The rule of XBackpropInput(sizes, kernel, dy) and XBackpropFilter(x, sizes, dy). */
function shapeFrom(index: number): Operation['outputs'] {
  return call => [
    { shape: neededNumbers(call.input(index), 'the sizes'), type: call.input(2).type },
  ]
}

const backpropTypes = { ...attributes, T: typeOf(2) }

/**
 * What a window of one pixel reads of x in strides, where oneDNN would gather that into a copy of its own: it does so
 * where sizes are strides times outputs, and for few channels writes past the copy, which crashes TensorFlow 2.21.
 * Without the last pixels, which nobody reads, it goes another way.
 */
function pixelsRead(g: Recorder, x: Tensor, kernel: Tensor, strides: readonly number[]): Tensor {
  const [rows = 1, columns = 1, ...channels] = kernel.shape
  const strided = strides.some(stride => stride > 1)
  if (kernel.shape.length !== 4 || rows * columns > 1 || !strided) return x
  // Whole vectors of 16 are safe, and the shortcuts of large networks are such.
  if (x.shape.at(-1) === channels[0] && (channels[0] ?? 1) % 16 === 0) return x
  const [batch = -1, ...sizes] = x.shape
  const ends = sizes.map((size, axis) => size - ((size - 1) % (strides[axis + 1] ?? 1)))
  if (ends.every((end, axis) => end === sizes[axis])) return x
  const numbers = (values: readonly number[]) => g.constant(values, { type: 'int32' })
  return g.op('Slice', [x, numbers(x.shape.map(() => 0)), numbers([batch, ...ends])])
}

/** dx and dk of y = x ∗ k by the pair of operations that TensorFlow has for it. */
function gradients(g: Recorder, call: RecordedCall, dy: Tensor) {
  const [x, kernel] = [call.input(0), call.input(1)]
  const { type } = call.node.operation
  const window = windowOf(call)
  const version = type === 'Conv3D' ? 'V2' : ''
  const read = () => pixelsRead(g, x, kernel, call.numbers('strides'))
  return [
    () => g.op(`${type}BackpropInput${version}`, [g.sizes(x), kernel, dy], window),
    () => g.op(`${type}BackpropFilter${version}`, [read(), g.sizes(kernel), dy], window),
  ]
}

/** dk and dx of the transposed convolution, the XBackpropInput(sizes, k, x) of a convolution X. */
function transposedGradients(g: Recorder, call: RecordedCall, dy: Tensor) {
  const [kernel, x] = [call.input(1), call.input(2)]
  const window = windowOf(call)
  const { type } = call.node.operation
  const read = () => pixelsRead(g, dy, kernel, call.numbers('strides'))
  return [
    null,
    () => g.op(type.replace('Input', 'Filter'), [read(), g.sizes(kernel), x], window),
    () => g.op(type.replace(/BackpropInput.*/, ''), [dy, kernel], window),
  ]
}

export const convolution: readonly Operation[] = [
  {
    // Groups follow from the kernel, whose third size is the channels of one group.
    type: 'Conv2D',
    attributes,
    outputs: call => convolved(call, call.input(1).shape[3] ?? 1),
    gradient: gradients,
  },
  {
    // Also the forward operation of the transposed convolution.
    type: 'Conv2DBackpropInput',
    attributes: { ...backpropTypes, T: typeOf(1, 2) },
    outputs: shapeFrom(0),
    gradient: transposedGradients,
  },
  { type: 'Conv2DBackpropFilter', attributes: backpropTypes, outputs: shapeFrom(1) },
  {
    // Without groups: a CPU has no kernel for them.
    type: 'Conv3D',
    attributes: attributes3d,
    outputs: call => {
      const [kernel, channels] = [call.input(1).shape, call.input(0).shape.at(-1)]
      if (kernel[3] !== channels) throw new Error('Conv3D knows no groups on a CPU')
      return convolved(call, kernel[4] ?? 1)
    },
    gradient: gradients,
  },
  {
    type: 'Conv3DBackpropInputV2',
    attributes: { ...attributes3d, T: typeOf(1, 2), Tshape: typeOf(0) },
    outputs: shapeFrom(0),
    gradient: transposedGradients,
  },
  {
    type: 'Conv3DBackpropFilterV2',
    attributes: { ...attributes3d, T: typeOf(0, 2) },
    outputs: shapeFrom(1),
  },
  {
    // Never with dilations: its gradient is then wrong without an error. Layers use groups instead.
    type: 'DepthwiseConv2dNative',
    attributes,
    outputs: call => {
      if (call.numbers('dilations').some(rate => rate !== 1))
        throw new Error('a dilated depthwise convolution has a wrong gradient in TensorFlow')
      const [, , channels = 1, multiplier = 1] = call.input(1).shape
      return convolved(call, channels * multiplier)
    },
    gradient: gradients,
  },
  {
    type: 'DepthwiseConv2dNativeBackpropInput',
    attributes: { ...backpropTypes, T: typeOf(1, 2) },
    outputs: shapeFrom(0),
  },
  {
    type: 'DepthwiseConv2dNativeBackpropFilter',
    attributes: backpropTypes,
    outputs: shapeFrom(1),
  },
]
