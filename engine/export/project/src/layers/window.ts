// Sliding windows in operations that tfjs can differentiate: padding by hand, dilation in the kernel.
import * as tf from '@tensorflow/tfjs'

export type Pair = [rows: number, columns: number]
export type OneOrTwo = number | number[]
/** `same`, `valid`, one number, `[rows, columns]` or `[[top, bottom], [left, right]]`. */
export type Padding = string | number | (number | number[])[]

export function pairOf(value: OneOrTwo | null | undefined, otherwise: Pair = [1, 1]): Pair {
  if (value === null || value === undefined) return otherwise
  if (typeof value === 'number') return [value, value]
  return [value[0] ?? 1, value[1] ?? 1]
}

/** Positions from the first to the last that a dilated window covers. */
export function span(size: number, dilation: number): number {
  return (size - 1) * dilation + 1
}

/** Numbers of pixels before and after each axis. `same` puts the odd one after, as TensorFlow does. */
export function sidesOf(padding: Padding, input: Pair, reach: Pair, strides: Pair): [Pair, Pair] {
  if (padding === 'valid')
    return [
      [0, 0],
      [0, 0],
    ]
  if (typeof padding === 'string')
    return [0, 1].map(axis => same(input, reach, strides, axis)) as [Pair, Pair]
  const [rows, columns] = typeof padding === 'number' ? [padding, padding] : padding
  return [pairOf(rows, [0, 0]), pairOf(columns, [0, 0])]
}

function same(input: Pair, reach: Pair, strides: Pair, axis: number): Pair {
  const size = input[axis] ?? 1
  const stride = strides[axis] ?? 1
  const total = Math.max((Math.ceil(size / stride) - 1) * stride + (reach[axis] ?? 1) - size, 0)
  const before = Math.floor(total / 2)
  return [before, total - before]
}

export function pad(x: tf.Tensor4D, sides: [Pair, Pair], value = 0): tf.Tensor4D {
  if (sides.flat().every(side => side === 0)) return x
  return tf.pad(x, [[0, 0], ...sides, [0, 0]], value)
}

/** Puts zeros between the taps of a kernel: its gradient exists where that of a dilation does not. */
export function spreadKernel(kernel: tf.Tensor4D, dilation: Pair): tf.Tensor4D {
  const [rows, columns, inputs, outputs] = kernel.shape
  if (dilation.every(rate => rate === 1)) return kernel
  const split = tf.reshape(kernel, [rows, 1, columns, 1, inputs * outputs])
  const spread = tf.pad(split, [
    [0, 0],
    [0, dilation[0] - 1],
    [0, 0],
    [0, dilation[1] - 1],
    [0, 0],
  ])
  const whole = tf.reshape(spread, [rows * dilation[0], columns * dilation[1], inputs, outputs])
  return tf.slice(
    whole as tf.Tensor4D,
    [0, 0, 0, 0],
    [span(rows, dilation[0]), span(columns, dilation[1]), inputs, outputs],
  )
}
