// Max pooling with padding in numbers: the border is minus infinity, so it never wins.
import * as tf from '@tensorflow/tfjs'
import { one } from './activation.js'
import { channelsOf, oneShape } from './convolution.js'
import { type OneOrTwo, type Padding, pad, pairOf, slide, type Window } from './window.js'

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
  private readonly geometry: Window

  constructor(args: MaxPoolingArgs) {
    super(args)
    this.args = args
    const size = pairOf(args.poolSize, [2, 2])
    const strides = pairOf(args.strides, size)
    this.geometry = { size, strides, dilation: [1, 1], padding: args.padding ?? 'valid' }
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const { size, strides } = this.geometry
      const padded = pad(one(inputs) as tf.Tensor4D, this.geometry, Number.NEGATIVE_INFINITY)
      return tf.maxPool(padded, size, strides, 'valid')
    })
  }

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape {
    const [batch = null, rows, columns] = oneShape(inputShape)
    return [batch, ...slide(this.geometry, [rows ?? 1, columns ?? 1]), channelsOf(inputShape)]
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...(this.args as unknown as tf.serialization.ConfigDict) }
  }
}
tf.serialization.registerClass(MaxPooling2d)

export function maxPooling2d(args: MaxPoolingArgs): tf.layers.Layer {
  return new MaxPooling2d(args)
}
