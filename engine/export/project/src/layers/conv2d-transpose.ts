// A transposed convolution with dilation, cropping in numbers and output padding.
import * as tf from '@tensorflow/tfjs'
import { channelsOf, initializer, type WindowArgs, WindowLayer } from './convolution.js'
import { type OneOrTwo, type Pair, pairOf, sidesOf, span, spreadKernel } from './window.js'

interface TransposeArgs extends WindowArgs {
  filters: number
  outputPadding?: OneOrTwo | null
  kernelInitializer?: string
}

class Conv2dTranspose extends WindowLayer {
  static className = 'LoomConv2dTranspose'
  private readonly own: TransposeArgs
  private kernel: tf.LayerVariable | null = null

  constructor(args: TransposeArgs) {
    super(args)
    this.own = args
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const { filters, kernelInitializer = 'glorotUniform' } = this.own
    const shape = [...this.size, filters, channelsOf(inputShape)]
    this.kernel = this.addWeight('kernel', shape, 'float32', initializer(kernelInitializer))
    this.buildBias(filters)
    this.built = true
  }

  protected window(x: tf.Tensor4D): tf.Tensor {
    const { filters } = this.own
    const [batch, rows, columns, channels] = x.shape
    const shape: [number, number, number, number] = [...this.size, filters, channels]
    const kernel = spreadKernel(
      (this.kernel?.read() ?? tf.zeros(shape)) as tf.Tensor4D,
      this.dilation,
    )
    const full: Pair = [this.written(rows, 0), this.written(columns, 1)]
    const whole = tf.conv2dTranspose(x, kernel, [batch, ...full, filters], this.strides, 'valid')
    const output: Pair = [this.outputSize(rows, 0), this.outputSize(columns, 1)]
    return this.cut(whole, full, output)
  }

  private reach(axis: 0 | 1): number {
    return span(this.size[axis], this.dilation[axis])
  }

  /** (W − 1)·S + F: every input pixel writes a window, the windows start S apart. */
  private written(size: number, axis: 0 | 1): number {
    return (size - 1) * this.strides[axis] + this.reach(axis)
  }

  private outputSize(size: number, axis: 0 | 1): number {
    const stride = this.strides[axis]
    const given = this.own.outputPadding
    const extra = given === null || given === undefined ? undefined : pairOf(given)[axis]
    if (this.padding === 'same')
      return extra === undefined
        ? size * stride
        : (size - 1) * stride + (this.reach(axis) % 2) + extra
    if (this.padding === 'valid')
      return this.written(size, axis) + (extra ?? Math.max(stride - this.reach(axis), 0))
    const [before, after] = sidesOf(this.padding, [0, 0], [0, 0], this.strides)[axis]
    return this.written(size, axis) - before - after + (extra ?? 0)
  }

  /** Crops what the forward convolution would have padded; adds zeros where no window writes. */
  private cut(whole: tf.Tensor4D, full: Pair, output: Pair): tf.Tensor {
    const reach: Pair = [this.reach(0), this.reach(1)]
    const [[top], [left]] = sidesOf(this.padding, output, reach, this.strides)
    const missing: Pair = [
      Math.max(0, top + output[0] - full[0]),
      Math.max(0, left + output[1] - full[1]),
    ]
    const longer = tf.pad(whole, [
      [0, 0],
      [0, missing[0]],
      [0, missing[1]],
      [0, 0],
    ])
    return tf.slice(longer, [0, top, left, 0], [-1, ...output, -1])
  }
}

export function conv2dTranspose(args: TransposeArgs): tf.layers.Layer {
  return new Conv2dTranspose(args)
}
