// A convolution with groups, and with stride and dilation together.
import * as tf from '@tensorflow/tfjs'
import {
  builtWeight,
  channelsOf,
  inGroups,
  normalized,
  type WeightArgs,
  type WindowArgs,
  WindowLayer,
} from './convolution.js'
import { pad, spreadKernel } from './window.js'

export interface Conv2dArgs extends WindowArgs, WeightArgs<'kernel'> {
  filters: number
  groups?: number
  weightNormalization?: boolean
}

export class Conv2d extends WindowLayer {
  static className = 'LoomConv2d'
  private readonly own: Conv2dArgs
  private kernel: tf.LayerVariable | null = null
  private gain: tf.LayerVariable | null = null

  constructor(args: Conv2dArgs, axes: 1 | 2 = 2) {
    super(args, axes)
    this.own = args
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const { filters, groups = 1 } = this.own
    const shape = [...this.geometry.size, channelsOf(inputShape) / groups, filters]
    this.kernel = this.weight('kernel', shape, this.own, 'kernel')
    if (this.own.weightNormalization) this.gain = this.buildGain(filters)
    this.buildBias([filters])
    this.built = true
  }

  protected channels(): number {
    return this.own.filters
  }

  protected slideOver(x: tf.Tensor4D): tf.Tensor {
    const { groups = 1 } = this.own
    const { strides } = this.geometry
    const spread = spreadKernel(normalized(builtWeight(this.kernel), this.gain), this.geometry)
    const inputs = inGroups(pad(x, this.geometry), groups)
    const kernels = inGroups(spread, groups)
    const parts = inputs.map((input, group) =>
      tf.conv2d(input, kernels[group] ?? spread, strides, 'valid'),
    )
    return tf.concat(parts, 3)
  }
}
tf.serialization.registerClass(Conv2d)

export function conv2d(args: Conv2dArgs): tf.layers.Layer {
  return new Conv2d(args)
}
