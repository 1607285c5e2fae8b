// Merges of two inputs that tfjs lacks, or has for three axes at most.
import * as tf from '@tensorflow/tfjs'
import { aligned, axisOf, Operation, type OperationArgs } from './operation.js'

class Subtract extends Operation<OperationArgs> {
  static className = 'LoomSubtract'

  protected override compute(inputs: tf.Tensor[]): tf.Tensor {
    const [x, y] = pair(aligned(inputs))
    return tf.sub(x, y)
  }
}
tf.serialization.registerClass(Subtract)

export function subtract(args: OperationArgs): tf.layers.Layer {
  return new Subtract(args)
}

function pair(inputs: tf.Tensor[]): [tf.Tensor, tf.Tensor] {
  const [x, y] = inputs
  if (!x || !y) throw new Error('This layer needs two inputs.')
  return [x, y]
}

interface DotArgs extends OperationArgs {
  /** The axis of both, or one of each, the batch counted as 0. */
  axes: number | number[]
  normalize?: boolean
}

class Dot extends Operation<DotArgs> {
  static className = 'LoomDot'

  protected override compute(inputs: tf.Tensor[]): tf.Tensor {
    const [x, y] = pair(inputs)
    const [first = -1, second = first] = [this.args.axes].flat()
    const left = this.matrix(x, axisOf(first, x))
    const right = this.matrix(y, axisOf(second, y))
    const sizes = [...left.rest, ...right.rest]
    const products = tf.matMul(left.matrix, right.matrix, false, true)
    return tf.reshape(products, [x.shape[0] ?? 1, ...(sizes.length === 0 ? [1] : sizes)])
  }

  /** Batch × positions × the axis that is summed over. */
  private matrix(value: tf.Tensor, axis: number): { matrix: tf.Tensor; rest: number[] } {
    const others = value.shape.map((_, at) => at).filter(at => at !== axis)
    const rest = others.slice(1).map(at => value.shape[at] ?? 1)
    const turned = tf.transpose(value, [...others, axis])
    const positions = rest.reduce((product, size) => product * size, 1)
    const flat = tf.reshape(turned, [value.shape[0] ?? 1, positions, value.shape[axis] ?? 1])
    if (this.args.normalize !== true) return { matrix: flat, rest }
    const inverse = tf.minimum(tf.rsqrt(tf.sum(tf.square(flat), 2, true)), 1e7)
    return { matrix: tf.mul(flat, inverse), rest }
  }
}
tf.serialization.registerClass(Dot)

export function dot(args: DotArgs): tf.layers.Layer {
  return new Dot(args)
}
