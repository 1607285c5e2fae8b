// Numbers brought to another scale: by numbers that are given, or by those of the training data.
import * as tf from '@tensorflow/tfjs'
import { one } from './activation.js'

interface Args {
  name?: string
  inputShape?: number[]
}

interface RescalingArgs extends Args {
  scale: number | number[]
  offset?: number | number[]
}

interface NormalizationArgs extends Args {
  axis?: number | number[] | null
  mean?: number | number[] | null
  variance?: number | number[] | null
  invert?: boolean
}

class Rescaling extends tf.layers.Layer {
  static className = 'LoomRescaling'
  private readonly args: RescalingArgs

  constructor(args: RescalingArgs) {
    super(args)
    this.args = args
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const { scale, offset = 0 } = this.args
    return tf.tidy(() => tf.add(tf.mul(one(inputs), scale), offset))
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...(this.args as unknown as tf.serialization.ConfigDict) }
  }
}
tf.serialization.registerClass(Rescaling)

class Normalization extends tf.layers.Layer {
  static className = 'LoomNormalization'
  private readonly args: NormalizationArgs
  private mean: tf.LayerVariable | null = null
  private variance: tf.LayerVariable | null = null

  constructor(args: NormalizationArgs) {
    super(args)
    this.args = args
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const shape = inputShape as tf.Shape
    if (this.args.mean == null) {
      const sizes = this.kept(shape.length).map(axis => shape[axis] ?? 1)
      const weight = (name: string, start: 'zeros' | 'ones') =>
        this.addWeight(name, sizes, 'float32', tf.initializers[start](), undefined, false)
      this.mean = weight('mean', 'zeros')
      this.variance = weight('variance', 'ones')
    }
    this.built = true
  }

  /** The axes that have numbers of their own. */
  private kept(rank: number): number[] {
    const { axis = -1 } = this.args
    const all = axis === null ? [] : [axis].flat()
    return [...new Set(all.map(each => (each + rank) % rank))].sort((a, b) => a - b)
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = one(inputs)
      const kept = this.kept(x.shape.length)
      const sizes = x.shape.map((size, axis) => (kept.includes(axis) ? size : 1))
      const wide = (value: tf.Tensor) =>
        value.size === 1 ? tf.reshape(value, []) : tf.reshape(value, sizes)
      const { invert, mean: givenMean, variance: givenVariance } = this.args
      const mean = wide(this.mean?.read() ?? tf.tensor([givenMean ?? 0].flat()))
      const variance = wide(this.variance?.read() ?? tf.tensor([givenVariance ?? 1].flat()))
      const deviation = tf.maximum(tf.sqrt(variance), 1e-7)
      return invert === true
        ? tf.add(mean, tf.mul(x, deviation))
        : tf.div(tf.sub(x, mean), deviation)
    })
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...(this.args as unknown as tf.serialization.ConfigDict) }
  }
}
tf.serialization.registerClass(Normalization)

export const rescaling = (args: RescalingArgs): tf.layers.Layer => new Rescaling(args)
export const normalization = (args: NormalizationArgs): tf.layers.Layer => new Normalization(args)
