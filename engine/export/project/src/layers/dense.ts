// A dense layer that learns the lengths of its columns apart from their directions, or leaves weights out in training.
import * as tf from '@tensorflow/tfjs'
import { activate, one } from './activation.js'
import {
  channelsOf,
  initializer,
  learnedBy,
  normalized,
  oneShape,
  type WeightArgs,
} from './convolution.js'

interface DenseArgs extends WeightArgs<'kernel'>, WeightArgs<'bias'> {
  name?: string
  inputShape?: number[]
  trainable?: boolean
  units: number
  activation?: string
  useBias?: boolean
  weightNormalization?: boolean
  dropConnect?: number
}

class Dense extends tf.layers.Layer {
  static className = 'LoomDense'
  private readonly args: DenseArgs
  private kernel: tf.LayerVariable | null = null
  private gain: tf.LayerVariable | null = null
  private bias: tf.LayerVariable | null = null

  constructor(args: DenseArgs) {
    super(args)
    this.args = args
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const { units, useBias = true } = this.args
    const shape = [channelsOf(inputShape), units]
    const start = learnedBy(this.args, 'kernel', 'glorotUniform')
    this.kernel = this.addWeight('kernel', shape, 'float32', ...start)
    if (this.args.weightNormalization)
      this.gain = this.addWeight('gain', [units], 'float32', initializer('ones'))
    const biasStart = learnedBy(this.args, 'bias', 'zeros')
    if (useBias) this.bias = this.addWeight('bias', [units], 'float32', ...biasStart)
    this.built = true
  }

  override call(inputs: tf.Tensor | tf.Tensor[], options: { training?: boolean }): tf.Tensor {
    return tf.tidy(() => {
      if (this.kernel === null) throw new Error('The layer has no weights yet.')
      const x = one(inputs)
      const rows = tf.reshape(x, [-1, x.shape[x.shape.length - 1] ?? 1])
      const kernel = normalized(this.kernel.read(), this.gain)
      const product = tf.matMul(rows, this.left(kernel, options.training === true))
      const shaped = tf.reshape(product, [...x.shape.slice(0, -1), this.args.units])
      const shifted = this.bias === null ? shaped : tf.add(shaped, this.bias.read())
      return activate(shifted, this.args.activation)
    })
  }

  /** Every weight is left out with the probability `dropConnect`, anew in every step. */
  private left<T extends tf.Tensor>(kernel: T, training: boolean): T {
    const { dropConnect = 0 } = this.args
    if (!training || dropConnect === 0) return kernel
    const isLeft = tf.greaterEqual(tf.randomUniform(kernel.shape), dropConnect)
    return tf.mul(kernel, tf.div(tf.cast(isLeft, 'float32'), 1 - dropConnect))
  }

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape {
    return [...oneShape(inputShape).slice(0, -1), this.args.units]
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...(this.args as unknown as tf.serialization.ConfigDict) }
  }
}
tf.serialization.registerClass(Dense)

export function dense(args: DenseArgs): tf.layers.Layer {
  return new Dense(args)
}
