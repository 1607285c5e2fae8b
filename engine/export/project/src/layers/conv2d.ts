// A convolution with groups, and with stride and dilation together.
import * as tf from '@tensorflow/tfjs'
import { channelsOf, initializer, type WindowArgs, WindowLayer } from './convolution.js'
import { type Pair, pad, sidesOf, span, spreadKernel } from './window.js'

interface Conv2dArgs extends WindowArgs {
  filters: number
  groups?: number
  kernelInitializer?: string
}

class Conv2d extends WindowLayer {
  static className = 'LoomConv2d'
  private readonly conv: Conv2dArgs
  private kernel: tf.LayerVariable | null = null

  constructor(args: Conv2dArgs) {
    super(args)
    this.conv = args
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const { filters, groups = 1, kernelInitializer = 'glorotUniform' } = this.conv
    const shape = [...this.size, channelsOf(inputShape) / groups, filters]
    this.kernel = this.addWeight('kernel', shape, 'float32', initializer(kernelInitializer))
    this.buildBias(filters)
    this.built = true
  }

  protected window(x: tf.Tensor4D): tf.Tensor {
    const { filters, groups = 1 } = this.conv
    const shape: [number, number, number, number] = [
      ...this.size,
      (x.shape[3] ?? 1) / groups,
      filters,
    ]
    const kernel = (this.kernel?.read() ?? tf.zeros(shape)) as tf.Tensor4D
    return convolve(x, kernel, { ...this.windowOf(), groups })
  }

  private windowOf() {
    return {
      size: this.size,
      strides: this.strides,
      dilation: this.dilation,
      padding: this.padding,
    }
  }
}

interface Window {
  size: Pair
  strides: Pair
  dilation: Pair
  padding: WindowArgs['padding']
  groups: number
}

export function convolve(x: tf.Tensor4D, kernel: tf.Tensor4D, window: Window): tf.Tensor {
  const { size, strides, dilation, padding = 'valid', groups } = window
  const reach: Pair = [span(size[0], dilation[0]), span(size[1], dilation[1])]
  const padded = pad(x, sidesOf(padding, [x.shape[1], x.shape[2]], reach, strides))
  const spread = spreadKernel(kernel, dilation)
  if (groups === 1) return tf.conv2d(padded, spread, strides, 'valid')
  const inputs = tf.split<tf.Tensor4D>(padded, groups, 3)
  const kernels = tf.split<tf.Tensor4D>(spread, groups, 3)
  const parts = inputs.map((input, group) =>
    tf.conv2d(input, kernels[group] ?? spread, strides, 'valid'),
  )
  return tf.concat(parts, 3)
}

export function conv2d(args: Conv2dArgs): tf.layers.Layer {
  return new Conv2d(args)
}
