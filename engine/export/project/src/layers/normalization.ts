// Normalisations of single examples with learned scale and shift. The batch is axis 0.
import * as tf from '@tensorflow/tfjs'
import { one } from './activation.js'
import { initializer, learnedBy, oneShape, type WeightArgs } from './convolution.js'

interface NormalizationArgs extends WeightArgs<'gamma'>, WeightArgs<'beta'> {
  name?: string
  inputShape?: number[]
  trainable?: boolean
  axis?: number | number[]
  groups?: number
  epsilon?: number
  center?: boolean
  scale?: boolean
}

/** Axes counted from 0, in rising order. */
export function axesOf(axis: number | number[], rank: number): number[] {
  return [axis]
    .flat()
    .map(each => (each < 0 ? rank + each : each))
    .sort((a, b) => a - b)
}

/** (x − mean) ÷ √(variance + epsilon) */
function standardized(x: tf.Tensor, axes: number[], epsilon: number): tf.Tensor {
  const { mean, variance } = tf.moments(x, axes, true)
  return tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, epsilon)))
}

abstract class Normalization extends tf.layers.Layer {
  protected readonly args: NormalizationArgs
  private gamma: tf.LayerVariable | null = null
  private beta: tf.LayerVariable | null = null

  constructor(args: NormalizationArgs) {
    super(args)
    this.args = args
  }

  /** The axes along which gamma and beta have a number each. */
  protected abstract weightAxes(rank: number): number[]
  protected abstract normalize(x: tf.Tensor): tf.Tensor

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const shape = oneShape(inputShape)
    const sizes = this.weightAxes(shape.length).map(axis => shape[axis] ?? 1)
    const { args } = this
    const gamma = learnedBy(args, 'gamma', 'ones')
    if (args.scale !== false) this.gamma = this.addWeight('gamma', sizes, 'float32', ...gamma)
    const beta = learnedBy(args, 'beta', 'zeros')
    if (args.center !== false) this.beta = this.addWeight('beta', sizes, 'float32', ...beta)
    this.built = true
  }

  protected weight(name: string, sizes: number[], start: string): tf.LayerVariable {
    return this.addWeight(name, sizes, 'float32', initializer(start))
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = one(inputs)
      const axes = this.weightAxes(x.shape.length)
      const sizes = x.shape.map((size, axis) => (axes.includes(axis) ? size : 1))
      const spread = (variable: tf.LayerVariable) => tf.reshape(variable.read(), sizes)
      const result = this.normalize(x)
      const scaled = this.gamma === null ? result : tf.mul(result, spread(this.gamma))
      return this.beta === null ? scaled : tf.add(scaled, spread(this.beta))
    })
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...(this.args as unknown as tf.serialization.ConfigDict) }
  }
}

class LayerNormalization extends Normalization {
  static className = 'LoomLayerNormalization'

  protected override weightAxes(rank: number): number[] {
    return axesOf(this.args.axis ?? -1, rank)
  }

  protected override normalize(x: tf.Tensor): tf.Tensor {
    return standardized(x, this.weightAxes(x.shape.length), this.args.epsilon ?? 1e-3)
  }
}
tf.serialization.registerClass(LayerNormalization)

class GroupNormalization extends Normalization {
  static className = 'LoomGroupNormalization'

  protected override weightAxes(rank: number): number[] {
    return axesOf(this.args.axis ?? -1, rank)
  }

  protected override normalize(x: tf.Tensor): tf.Tensor {
    const [axis = 1] = this.weightAxes(x.shape.length)
    const [batch = 1, ...sizes] = x.shape
    const product = (part: number[]) => part.reduce((total, size) => total * size, 1)
    const channels = sizes[axis - 1] ?? 1
    const { groups = 32, epsilon = 1e-3 } = this.args
    const count = groups === -1 ? channels : groups
    const before = product(sizes.slice(0, axis - 1))
    const parts = [batch, before, count, product(sizes) / (before * count)]
    return tf.reshape(standardized(tf.reshape(x, parts), [1, 3], epsilon), x.shape)
  }
}
tf.serialization.registerClass(GroupNormalization)

/** No mean, no shift: x ÷ √(mean of squares + epsilon), times a learned scale. */
class RmsNormalization extends Normalization {
  static className = 'LoomRmsNormalization'
  private factor: tf.LayerVariable | null = null

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const shape = oneShape(inputShape)
    const sizes = this.weightAxes(shape.length).map(axis => shape[axis] ?? 1)
    this.factor = this.weight('scale', sizes, 'ones')
    this.built = true
  }

  protected override weightAxes(rank: number): number[] {
    return axesOf(this.args.axis ?? -1, rank)
  }

  protected override normalize(x: tf.Tensor): tf.Tensor {
    if (this.factor === null) throw new Error('The layer has no weights yet.')
    const axes = this.weightAxes(x.shape.length)
    const sizes = x.shape.map((size, axis) => (axes.includes(axis) ? size : 1))
    const squares = tf.add(tf.mean(tf.square(x), axes, true), this.args.epsilon ?? 1e-6)
    return tf.mul(tf.div(x, tf.sqrt(squares)), tf.reshape(this.factor.read(), sizes))
  }
}
tf.serialization.registerClass(RmsNormalization)

export function layerNormalization(args: NormalizationArgs): tf.layers.Layer {
  return new LayerNormalization(args)
}

export function groupNormalization(args: NormalizationArgs): tf.layers.Layer {
  return new GroupNormalization(args)
}

export function instanceNormalization(args: NormalizationArgs): tf.layers.Layer {
  return new GroupNormalization({ ...args, groups: -1 })
}

export function rmsNormalization(args: NormalizationArgs): tf.layers.Layer {
  return new RmsNormalization(args)
}
