// A depthwise convolution along a sequence.
import * as tf from '@tensorflow/tfjs'
import { type DepthwiseArgs, DepthwiseConv2d } from './depthwise-conv2d.js'

class DepthwiseConv1d extends DepthwiseConv2d {
  static override className = 'LoomDepthwiseConv1d'

  constructor(args: DepthwiseArgs) {
    super(args, 1)
  }
}
tf.serialization.registerClass(DepthwiseConv1d)

export function depthwiseConv1d(args: DepthwiseArgs): tf.layers.Layer {
  return new DepthwiseConv1d(args)
}
