// A separable convolution whose dilation also trains, and whose strides may differ.
import * as tf from '@tensorflow/tfjs'
import {
  builtWeight,
  channelsOf,
  type WeightArgs,
  type WindowArgs,
  WindowLayer,
} from './convolution.js'
import { depthwise } from './depthwise-conv2d.js'

export interface SeparableArgs
  extends WindowArgs,
    WeightArgs<'depthwise'>,
    WeightArgs<'pointwise'> {
  filters: number
  depthMultiplier?: number
}

export class SeparableConv2d extends WindowLayer {
  static className = 'LoomSeparableConv2d'
  private readonly own: SeparableArgs
  private depthwiseKernel: tf.LayerVariable | null = null
  private pointwiseKernel: tf.LayerVariable | null = null

  constructor(args: SeparableArgs, axes: 1 | 2 = 2) {
    super(args, axes)
    this.own = args
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const { filters, depthMultiplier = 1 } = this.own
    const input = channelsOf(inputShape)
    const spatial = [...this.geometry.size, input, depthMultiplier]
    const mixing = [1, 1, input * depthMultiplier, filters]
    this.depthwiseKernel = this.weight('depthwiseKernel', spatial, this.own, 'depthwise')
    this.pointwiseKernel = this.weight('pointwiseKernel', mixing, this.own, 'pointwise')
    this.buildBias([filters])
    this.built = true
  }

  protected channels(): number {
    return this.own.filters
  }

  protected slideOver(x: tf.Tensor4D): tf.Tensor {
    const filtered = depthwise(x, builtWeight(this.depthwiseKernel), this.geometry)
    return tf.conv2d(filtered, builtWeight(this.pointwiseKernel), 1, 'valid')
  }
}
tf.serialization.registerClass(SeparableConv2d)

export function separableConv2d(args: SeparableArgs): tf.layers.Layer {
  return new SeparableConv2d(args)
}
