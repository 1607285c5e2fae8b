// A transposed convolution along a sequence.
import * as tf from '@tensorflow/tfjs'
import { Conv2dTranspose, type TransposeArgs } from './conv2d-transpose.js'

class Conv1dTranspose extends Conv2dTranspose {
  static override className = 'LoomConv1dTranspose'

  constructor(args: TransposeArgs) {
    super(args, 1)
  }
}
tf.serialization.registerClass(Conv1dTranspose)

export function conv1dTranspose(args: TransposeArgs): tf.layers.Layer {
  return new Conv1dTranspose(args)
}
