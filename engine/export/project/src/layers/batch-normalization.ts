// Batch normalization without gamma or beta, or frozen: moving statistics as Keras keeps them.
import * as tf from '@tensorflow/tfjs'
import { one } from './activation.js'
import { channelsOf, learnedBy, type Start, type WeightArgs } from './convolution.js'

interface BatchNormalizationArgs extends WeightArgs<'gamma'>, WeightArgs<'beta'> {
  name?: string
  inputShape?: number[]
  trainable?: boolean
  momentum?: number
  epsilon?: number
  center?: boolean
  scale?: boolean
  movingMeanInitializer?: Start
  movingVarianceInitializer?: Start
}

class BatchNormalization extends tf.layers.Layer {
  static className = 'LoomBatchNormalization'
  private readonly args: BatchNormalizationArgs
  private gamma: tf.LayerVariable | null = null
  private beta: tf.LayerVariable | null = null
  private movingMean: tf.LayerVariable | null = null
  private movingVariance: tf.LayerVariable | null = null

  constructor(args: BatchNormalizationArgs) {
    super(args)
    this.args = args
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const shape = [channelsOf(inputShape)]
    const { args } = this
    const weight = <S extends string>(stem: S, said: WeightArgs<S>, usual: string, learns = true) =>
      this.addWeight(stem, shape, 'float32', ...learnedBy(said, stem, usual, learns))
    if (args.scale !== false) this.gamma = weight('gamma', args, 'ones')
    if (args.center !== false) this.beta = weight('beta', args, 'zeros')
    this.movingMean = weight('movingMean', args, 'zeros', false)
    this.movingVariance = weight('movingVariance', args, 'ones', false)
    this.built = true
  }

  override call(inputs: tf.Tensor | tf.Tensor[], options: { training?: boolean }): tf.Tensor {
    return tf.tidy(() => {
      const x = one(inputs)
      const axes = x.shape.slice(0, -1).map((_, axis) => axis)
      const learns = options.training === true && this.trainable
      const { mean, variance } = learns ? tf.moments(x, axes) : this.moving()
      if (learns) this.update(mean, variance)
      const scaled = tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, this.args.epsilon ?? 1e-3)))
      const stretched = this.gamma === null ? scaled : tf.mul(scaled, this.gamma.read())
      return this.beta === null ? stretched : tf.add(stretched, this.beta.read())
    })
  }

  private moving(): { mean: tf.Tensor; variance: tf.Tensor } {
    if (!this.movingMean || !this.movingVariance) throw new Error('The layer has no weights yet.')
    return { mean: this.movingMean.read(), variance: this.movingVariance.read() }
  }

  private update(mean: tf.Tensor, variance: tf.Tensor): void {
    const momentum = this.args.momentum ?? 0.99
    const blend = (variable: tf.LayerVariable | null, value: tf.Tensor) =>
      variable?.write(tf.add(tf.mul(variable.read(), momentum), tf.mul(value, 1 - momentum)))
    blend(this.movingMean, mean)
    blend(this.movingVariance, variance)
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...(this.args as unknown as tf.serialization.ConfigDict) }
  }
}

tf.serialization.registerClass(BatchNormalization)

export function batchNormalization(args: BatchNormalizationArgs): tf.layers.Layer {
  return new BatchNormalization(args)
}
