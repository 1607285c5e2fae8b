// The spatial axes of sequences, pictures and volumes: arguments for each of them, and parts along one.
import * as tf from '@tensorflow/tfjs'

export type Numbers = number | number[]
/** Numbers before and after an axis. */
export type Sides = [before: number, after: number]
/** `same`, `valid`, one number, one for each axis or two for each axis. */
export type Border = string | number | (number | number[])[]

/** A number for each of so many axes. */
export function numbersOf(
  value: Numbers | null | undefined,
  axes: number,
  otherwise: Numbers,
): number[] {
  const given = value ?? otherwise
  return typeof given === 'number' ? Array<number>(axes).fill(given) : given
}

/** How many axes lie between the batch and the channels. */
export function axesOf(x: tf.Tensor): number {
  return x.shape.length - 2
}

/** What goes before and after each axis; a list for a single axis is its two sides. */
export function sidesOf(border: Exclude<Border, string>, axes: number): Sides[] {
  const all: (number | number[])[] = Array.isArray(border)
    ? axes === 1
      ? [border.flat()]
      : border
    : Array<number>(axes).fill(border)
  return all.map(sides => {
    const [before = 0, after = before] = [sides].flat()
    return [before, after]
  })
}

/** The sides that `same` adds; of an odd number the smaller half goes before, as in TensorFlow. */
export function sameSides(length: number, reach: number, stride: number): Sides {
  const total = Math.max(0, (Math.ceil(length / stride) - 1) * stride + reach - length)
  return [Math.floor(total / 2), Math.ceil(total / 2)]
}

export function surround(x: tf.Tensor, sides: Sides[], value = 0): tf.Tensor {
  if (sides.flat().every(side => side === 0)) return x
  return tf.pad(x, [[0, 0], ...sides, [0, 0]], value)
}

/** From position `from` of an axis so many. */
export function part(x: tf.Tensor, axis: number, from: number, count: number): tf.Tensor {
  const begin = x.shape.map((_, at) => (at === axis ? from : 0))
  const sizes = x.shape.map((size, at) => (at === axis ? count : size))
  return tf.slice(x, begin, sizes)
}

/** `count` positions from `from` on, `step` apart, in operations that have gradients. */
export function every(
  x: tf.Tensor,
  axis: number,
  from: number,
  step: number,
  count: number,
): tf.Tensor {
  if (step === 1) return part(x, axis, from, count)
  const missing = Math.max(0, from + count * step - (x.shape[axis] ?? 0))
  const sides = x.shape.map((_, at): Sides => [0, at === axis ? missing : 0])
  const whole = part(missing > 0 ? tf.pad(x, sides) : x, axis, from, count * step)
  const before = whole.shape.slice(0, axis)
  const after = whole.shape.slice(axis + 1)
  const split = tf.reshape(whole, [...before, count, step, ...after])
  return tf.reshape(part(split, axis + 1, 0, 1), [...before, count, ...after])
}
