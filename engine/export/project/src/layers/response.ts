// Normalisations without weights: by length, and by what the neighbours say.
import * as tf from '@tensorflow/tfjs'
import { one } from './activation.js'
import { axesOf } from './normalization.js'
import { Operation, type OperationArgs } from './operation.js'

interface UnitArgs extends OperationArgs {
  axis?: number | number[]
}

class UnitNormalization extends Operation<UnitArgs> {
  static className = 'LoomUnitNormalization'

  protected override compute(inputs: tf.Tensor[]): tf.Tensor {
    const x = one(inputs)
    const axes = axesOf(this.args.axis ?? -1, x.shape.length)
    const length = tf.sqrt(tf.sum(tf.square(x), axes, true))
    return tf.div(x, tf.maximum(length, 1e-12))
  }
}
tf.serialization.registerClass(UnitNormalization)

interface LocalResponseArgs extends OperationArgs {
  size?: number
  k?: number
  alpha?: number
  beta?: number
  mode?: string
}

class LocalResponseNormalization extends Operation<LocalResponseArgs> {
  static className = 'LoomLocalResponseNormalization'

  protected override compute(inputs: tf.Tensor[]): tf.Tensor {
    const x = one(inputs)
    const { k = 2, alpha = 1e-4, beta = 0.75, mode = 'acrossChannels' } = this.args
    const axes = mode === 'withinChannel' ? [1, 2] : [x.shape.length - 1]
    const sums = axes.reduce((sum, axis) => this.sumAlong(sum, axis), tf.square(x))
    return tf.div(x, tf.pow(tf.add(tf.mul(sums, alpha), k), beta))
  }

  /** Each number with `size ÷ 2` neighbours on either side. */
  private sumAlong(x: tf.Tensor, axis: number): tf.Tensor {
    const reach = Math.floor((this.args.size ?? 5) / 2)
    const sides = x.shape.map((_, at): [number, number] => (at === axis ? [reach, reach] : [0, 0]))
    const padded = tf.pad(x, sides)
    const shifted = Array.from({ length: 2 * reach + 1 }, (_, start) =>
      tf.slice(
        padded,
        x.shape.map((_, at) => (at === axis ? start : 0)),
        x.shape,
      ),
    )
    return tf.addN(shifted)
  }
}
tf.serialization.registerClass(LocalResponseNormalization)

export function unitNormalization(args: UnitArgs): tf.layers.Layer {
  return new UnitNormalization(args)
}

export function localResponseNormalization(args: LocalResponseArgs): tf.layers.Layer {
  return new LocalResponseNormalization(args)
}
