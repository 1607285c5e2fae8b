// Layers that are random in training and do nothing otherwise.
import * as tf from '@tensorflow/tfjs'
import { one } from './activation.js'

interface DropArgs {
  name?: string
  inputShape?: number[]
  rate: number
}

abstract class Noise extends tf.layers.Layer {
  protected readonly rate: number

  constructor(args: DropArgs) {
    super(args)
    this.rate = args.rate
  }

  protected abstract disturb(x: tf.Tensor): tf.Tensor

  override call(inputs: tf.Tensor | tf.Tensor[], options: { training?: boolean }): tf.Tensor {
    const x = one(inputs)
    return options.training === true && this.rate > 0 ? tf.tidy(() => this.disturb(x)) : x
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), rate: this.rate }
  }
}

/** 1 with probability 1 − rate, else 0. */
function kept(shape: number[], rate: number): tf.Tensor {
  return tf.cast(tf.greaterEqual(tf.randomUniform(shape), rate), 'float32')
}

class SpatialDropout extends Noise {
  static className = 'LoomSpatialDropout'

  /** One draw for all positions of a channel. */
  protected override disturb(x: tf.Tensor): tf.Tensor {
    const last = x.shape.length - 1
    const sizes = x.shape.map((size, axis) => (axis === 0 || axis === last ? size : 1))
    return tf.mul(x, tf.div(kept(sizes, this.rate), 1 - this.rate))
  }
}
tf.serialization.registerClass(SpatialDropout)

class StochasticDepth extends Noise {
  static className = 'LoomStochasticDepth'

  /** One draw for an example. */
  protected override disturb(x: tf.Tensor): tf.Tensor {
    const sizes = x.shape.map((size, axis) => (axis === 0 ? size : 1))
    return tf.mul(x, tf.div(kept(sizes, this.rate), 1 - this.rate))
  }
}
tf.serialization.registerClass(StochasticDepth)

// What SELU gives far below 0.
const saturation = -1.0507009873554805 * 1.6732632423543772

class AlphaDropout extends Noise {
  static className = 'LoomAlphaDropout'

  protected override disturb(x: tf.Tensor): tf.Tensor {
    const { rate } = this
    const stays = kept(x.shape, rate)
    const mixed = tf.add(tf.mul(x, stays), tf.mul(saturation, tf.sub(1, stays)))
    const scale = ((1 - rate) * (1 + rate * saturation ** 2)) ** -0.5
    return tf.add(tf.mul(mixed, scale), -scale * saturation * rate)
  }
}
tf.serialization.registerClass(AlphaDropout)

export function spatialDropout1d(args: DropArgs): tf.layers.Layer {
  return new SpatialDropout(args)
}

export function spatialDropout2d(args: DropArgs): tf.layers.Layer {
  return new SpatialDropout(args)
}

export function spatialDropout3d(args: DropArgs): tf.layers.Layer {
  return new SpatialDropout(args)
}

export function stochasticDepth(args: DropArgs): tf.layers.Layer {
  return new StochasticDepth(args)
}

export function alphaDropout(args: DropArgs): tf.layers.Layer {
  return new AlphaDropout(args)
}
