// A depthwise convolution whose dilation also trains, and whose strides may differ.
import * as tf from '@tensorflow/tfjs'
import { channelsOf, initializer, type WindowArgs, WindowLayer } from './convolution.js'
import { type Padding, type Pair, pad, sidesOf, span, spreadKernel } from './window.js'

interface DepthwiseArgs extends WindowArgs {
  depthMultiplier?: number
  depthwiseInitializer?: string
}

interface Window {
  size: Pair
  strides: Pair
  dilation: Pair
  padding: Padding
}

export function depthwise(x: tf.Tensor4D, kernel: tf.Tensor4D, window: Window): tf.Tensor4D {
  const { size, strides, dilation, padding } = window
  const reach: Pair = [span(size[0], dilation[0]), span(size[1], dilation[1])]
  const padded = pad(x, sidesOf(padding, [x.shape[1], x.shape[2]], reach, strides))
  return tf.depthwiseConv2d(padded, spreadKernel(kernel, dilation), strides, 'valid')
}

class DepthwiseConv2d extends WindowLayer {
  static className = 'LoomDepthwiseConv2d'
  private readonly own: DepthwiseArgs
  private kernel: tf.LayerVariable | null = null

  constructor(args: DepthwiseArgs) {
    super(args)
    this.own = args
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const { depthMultiplier = 1, depthwiseInitializer = 'glorotUniform' } = this.own
    const channels = channelsOf(inputShape)
    const shape = [...this.size, channels, depthMultiplier]
    this.kernel = this.addWeight('kernel', shape, 'float32', initializer(depthwiseInitializer))
    this.buildBias(channels * depthMultiplier)
    this.built = true
  }

  protected window(x: tf.Tensor4D): tf.Tensor {
    const shape: [number, number, number, number] = [
      ...this.size,
      x.shape[3],
      this.own.depthMultiplier ?? 1,
    ]
    const kernel = (this.kernel?.read() ?? tf.zeros(shape)) as tf.Tensor4D
    const { size, strides, dilation, padding } = this
    return depthwise(x, kernel, { size, strides, dilation, padding })
  }
}

export function depthwiseConv2d(args: DepthwiseArgs): tf.layers.Layer {
  return new DepthwiseConv2d(args)
}
