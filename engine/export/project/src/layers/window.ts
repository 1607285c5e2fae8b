// Sliding windows in operations that tfjs can differentiate: padding by hand, dilation in the kernel.
import * as tf from '@tensorflow/tfjs'

export type Pair = [rows: number, columns: number]
export type OneOrTwo = number | number[]
/**
 * `same`, `valid`, one number, `[rows, columns]` or `[[top, bottom], [left, right]]`. Of a sequence also
 * `causal`, and `[before, after]` in place of pairs.
 */
export type Padding = string | number | (number | number[])[]

export interface Window {
  size: Pair
  strides: Pair
  dilation: Pair
  padding: Padding
}

interface WindowNumbers {
  kernelSize: OneOrTwo
  strides?: OneOrTwo
  dilationRate?: OneOrTwo
  padding?: Padding
}

/** A window over a picture; that along a sequence is one of a single row. */
export function windowOf(args: WindowNumbers, axes: 1 | 2): Window {
  const { kernelSize, strides, dilationRate, padding = 'valid' } = args
  const numbers = (value?: OneOrTwo): Pair => (axes === 1 ? [1, pairOf(value)[0]] : pairOf(value))
  return {
    size: numbers(kernelSize),
    strides: numbers(strides),
    dilation: numbers(dilationRate),
    padding: axes === 1 && typeof padding !== 'string' ? inOneRow(padding) : padding,
  }
}

function inOneRow(padding: number | (number | number[])[]): Padding {
  return [0, typeof padding === 'number' ? padding : padding.flat()]
}

export function pairOf(value: OneOrTwo | null | undefined, otherwise: Pair = [1, 1]): Pair {
  if (value === null || value === undefined) return otherwise
  if (typeof value === 'number') return [value, value]
  return [value[0] ?? 1, value[1] ?? 1]
}

/** Positions from the first to the last that a dilated window covers. */
export function reachOf({ size, dilation }: Window): Pair {
  return [(size[0] - 1) * dilation[0] + 1, (size[1] - 1) * dilation[1] + 1]
}

/** Pixels before and after each axis of an input. `same` puts the odd one after, as TensorFlow does. */
export function sidesOf(window: Window, input: Pair): [rows: Pair, columns: Pair] {
  const { padding } = window
  if (typeof padding === 'number')
    return [
      [padding, padding],
      [padding, padding],
    ]
  if (typeof padding !== 'string') return [pairOf(padding[0]), pairOf(padding[1])]
  return [sideOf(window, input, 0), sideOf(window, input, 1)]
}

function sideOf(window: Window, input: Pair, axis: 0 | 1): Pair {
  if (window.padding === 'valid') return [0, 0]
  if (window.padding === 'causal') return [reachOf(window)[axis] - 1, 0]
  const size = input[axis]
  const stride = window.strides[axis]
  const covered = (Math.ceil(size / stride) - 1) * stride + reachOf(window)[axis]
  const total = Math.max(covered - size, 0)
  return [Math.floor(total / 2), Math.ceil(total / 2)]
}

/** Rows and columns that a window gives: floor((W − F + P) ÷ S) + 1. */
export function slide(window: Window, input: Pair): Pair {
  const reach = reachOf(window)
  const sides = sidesOf(window, input)
  const along = (axis: 0 | 1) => {
    const room = input[axis] + sides[axis][0] + sides[axis][1] - reach[axis]
    return Math.floor(room / window.strides[axis]) + 1
  }
  return [along(0), along(1)]
}

/** The input with its border. */
export function pad(x: tf.Tensor4D, window: Window, value = 0): tf.Tensor4D {
  const sides = sidesOf(window, [x.shape[1], x.shape[2]])
  if (sides.flat().every(side => side === 0)) return x
  return tf.pad(x, [[0, 0], ...sides, [0, 0]], value)
}

/** Puts zeros between the taps of a kernel: its gradient exists where that of a dilation does not. */
export function spreadKernel(kernel: tf.Tensor4D, { dilation }: Window): tf.Tensor4D {
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
  const whole: tf.Tensor4D = tf.reshape(spread, [
    rows * dilation[0],
    columns * dilation[1],
    inputs,
    outputs,
  ])
  const size: Pair = [(rows - 1) * dilation[0] + 1, (columns - 1) * dilation[1] + 1]
  return tf.slice(whole, [0, 0, 0, 0], [...size, inputs, outputs])
}
