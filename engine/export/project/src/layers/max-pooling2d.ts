// Max pooling with padding in numbers: the border is minus infinity, so it never wins.
import * as tf from '@tensorflow/tfjs'
import { one } from './activation.js'
import { pictureShape } from './convolution.js'
import { type OneOrTwo, type Padding, type Pair, pad, pairOf, sidesOf } from './window.js'

interface MaxPoolingArgs {
  name?: string
  inputShape?: number[]
  poolSize?: OneOrTwo
  strides?: OneOrTwo | null
  padding?: Padding
}

class MaxPooling2d extends tf.layers.Layer {
  static className = 'LoomMaxPooling2d'
  private readonly args: MaxPoolingArgs
  private readonly size: Pair
  private readonly strides: Pair

  constructor(args: MaxPoolingArgs) {
    super(args)
    this.args = args
    this.size = pairOf(args.poolSize, [2, 2])
    this.strides = pairOf(args.strides, this.size)
  }

  private sides(rows: number, columns: number): [Pair, Pair] {
    return sidesOf(this.args.padding ?? 'valid', [rows, columns], this.size, this.strides)
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = one(inputs) as tf.Tensor4D
      const padded = pad(x, this.sides(x.shape[1], x.shape[2]), Number.NEGATIVE_INFINITY)
      return tf.maxPool(padded, this.size, this.strides, 'valid')
    })
  }

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape {
    const [batch = null, rows, columns, channels = null] = pictureShape(inputShape)
    const sides = this.sides(rows ?? 1, columns ?? 1)
    const size = (input: number, axis: 0 | 1) =>
      Math.floor((input + sides[axis][0] + sides[axis][1] - this.size[axis]) / this.strides[axis]) +
      1
    return [batch, size(rows ?? 1, 0), size(columns ?? 1, 1), channels]
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...(this.args as unknown as tf.serialization.ConfigDict) }
  }
}

export function maxPooling2d(args: MaxPoolingArgs): tf.layers.Layer {
  return new MaxPooling2d(args)
}
