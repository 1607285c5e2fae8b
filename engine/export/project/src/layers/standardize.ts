// (x − mean) ÷ deviation per channel, with the constants that the training data gave.
import * as tf from '@tensorflow/tfjs'
import { one } from './activation.js'

interface StandardizeArgs {
  name?: string
  inputShape?: number[]
  mean: number[]
  deviation: number[]
}

class Standardize extends tf.layers.Layer {
  static className = 'LoomStandardize'
  private readonly args: StandardizeArgs

  constructor(args: StandardizeArgs) {
    super(args)
    this.args = args
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => tf.div(tf.sub(one(inputs), this.args.mean), this.args.deviation))
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), mean: this.args.mean, deviation: this.args.deviation }
  }
}

tf.serialization.registerClass(Standardize)

export function standardize(args: StandardizeArgs): tf.layers.Layer {
  return new Standardize(args)
}
