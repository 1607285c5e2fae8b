// A transposed convolution with dilation, cropping in numbers and output padding.
import * as tf from '@tensorflow/tfjs'
import {
  builtWeight,
  channelsOf,
  type WeightArgs,
  type WindowArgs,
  WindowLayer,
} from './convolution.js'
import { type OneOrTwo, type Pair, pairOf, reachOf, sidesOf, spreadKernel } from './window.js'

export interface TransposeArgs extends WindowArgs, WeightArgs<'kernel'> {
  filters: number
  outputPadding?: OneOrTwo | null
}

export class Conv2dTranspose extends WindowLayer {
  static className = 'LoomConv2dTranspose'
  private readonly own: TransposeArgs
  private kernel: tf.LayerVariable | null = null

  constructor(args: TransposeArgs, axes: 1 | 2 = 2) {
    super(args, axes)
    this.own = args
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const { filters } = this.own
    const shape = [...this.geometry.size, filters, channelsOf(inputShape)]
    this.kernel = this.weight('kernel', shape, this.own, 'kernel')
    this.buildBias([filters])
    this.built = true
  }

  protected channels(): number {
    return this.own.filters
  }

  protected slideOver(x: tf.Tensor4D): tf.Tensor {
    const [batch, rows, columns] = x.shape
    const { strides } = this.geometry
    const kernel = spreadKernel(builtWeight(this.kernel), this.geometry)
    const full = this.written([rows, columns])
    const whole = tf.conv2dTranspose(
      x,
      kernel,
      [batch, ...full, this.own.filters],
      strides,
      'valid',
    )
    return this.cut(whole, full, this.outputSize([rows, columns]))
  }

  /** (W − 1)·S + F: every input pixel writes a window, the windows start S apart. */
  private written(input: Pair): Pair {
    const reach = reachOf(this.geometry)
    const { strides } = this.geometry
    return [(input[0] - 1) * strides[0] + reach[0], (input[1] - 1) * strides[1] + reach[1]]
  }

  /** Keras's sizes for same and valid, PyTorch's where the padding is a number. */
  protected override outputSize(input: Pair): Pair {
    const { padding, strides } = this.geometry
    const reach = reachOf(this.geometry)
    const written = this.written(input)
    const { outputPadding: given } = this.own
    const extra = given === null || given === undefined ? null : this.extraOf(given)
    const along = (axis: 0 | 1) => {
      const stride = strides[axis]
      if (padding === 'same')
        return extra === null
          ? input[axis] * stride
          : (input[axis] - 1) * stride + (reach[axis] % 2) + extra[axis]
      if (padding === 'valid')
        return written[axis] + (extra?.[axis] ?? Math.max(stride - reach[axis], 0))
      const [before, after] = sidesOf(this.geometry, input)[axis]
      return written[axis] - before - after + (extra?.[axis] ?? 0)
    }
    return [along(0), along(1)]
  }

  private extraOf(given: OneOrTwo): Pair {
    const pair = pairOf(given)
    return this.axes === 1 ? [0, pair[0]] : pair
  }

  /** Crops what the forward convolution would have padded; adds zeros where no window writes. */
  private cut(whole: tf.Tensor4D, full: Pair, output: Pair): tf.Tensor {
    const [[top], [left]] = sidesOf(this.geometry, output)
    const longer = tf.pad(whole, [
      [0, 0],
      [0, Math.max(0, top + output[0] - full[0])],
      [0, Math.max(0, left + output[1] - full[1])],
      [0, 0],
    ])
    return tf.slice(longer, [0, top, left, 0], [-1, ...output, -1])
  }
}
tf.serialization.registerClass(Conv2dTranspose)

export function conv2dTranspose(args: TransposeArgs): tf.layers.Layer {
  return new Conv2dTranspose(args)
}
