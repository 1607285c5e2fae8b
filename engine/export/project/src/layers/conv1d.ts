// A convolution along a sequence: with groups, causal padding, and dilation that trains.
import * as tf from '@tensorflow/tfjs'
import { Conv2d, type Conv2dArgs } from './conv2d.js'

class Conv1d extends Conv2d {
  static override className = 'LoomConv1d'

  constructor(args: Conv2dArgs) {
    super(args, 1)
  }
}
tf.serialization.registerClass(Conv1d)

export function conv1d(args: Conv2dArgs): tf.layers.Layer {
  return new Conv1d(args)
}
