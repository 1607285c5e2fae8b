// A separable convolution along a sequence.
import * as tf from '@tensorflow/tfjs'
import { type SeparableArgs, SeparableConv2d } from './separable-conv2d.js'

class SeparableConv1d extends SeparableConv2d {
  static override className = 'LoomSeparableConv1d'

  constructor(args: SeparableArgs) {
    super(args, 1)
  }
}
tf.serialization.registerClass(SeparableConv1d)

export function separableConv1d(args: SeparableArgs): tf.layers.Layer {
  return new SeparableConv1d(args)
}
