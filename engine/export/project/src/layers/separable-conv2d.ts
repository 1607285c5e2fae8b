// A separable convolution whose dilation also trains, and whose strides may differ.
import * as tf from '@tensorflow/tfjs'
import { channelsOf, initializer, type WindowArgs, WindowLayer } from './convolution.js'
import { depthwise } from './depthwise-conv2d.js'

interface SeparableArgs extends WindowArgs {
  filters: number
  depthMultiplier?: number
  depthwiseInitializer?: string
  pointwiseInitializer?: string
}

class SeparableConv2d extends WindowLayer {
  static className = 'LoomSeparableConv2d'
  private readonly own: SeparableArgs
  private depthwiseKernel: tf.LayerVariable | null = null
  private pointwiseKernel: tf.LayerVariable | null = null

  constructor(args: SeparableArgs) {
    super(args)
    this.own = args
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const { filters, depthMultiplier = 1 } = this.own
    const channels = channelsOf(inputShape)
    const start = (name = 'glorotUniform') => initializer(name)
    const spatial = [...this.size, channels, depthMultiplier]
    const mixing = [1, 1, channels * depthMultiplier, filters]
    this.depthwiseKernel = this.addWeight(
      'depthwiseKernel',
      spatial,
      'float32',
      start(this.own.depthwiseInitializer),
    )
    this.pointwiseKernel = this.addWeight(
      'pointwiseKernel',
      mixing,
      'float32',
      start(this.own.pointwiseInitializer),
    )
    this.buildBias(filters)
    this.built = true
  }

  protected window(x: tf.Tensor4D): tf.Tensor {
    const { filters, depthMultiplier = 1 } = this.own
    const channels = x.shape[3]
    const spatial =
      this.depthwiseKernel?.read() ?? tf.zeros([...this.size, channels, depthMultiplier])
    const mixing =
      this.pointwiseKernel?.read() ?? tf.zeros([1, 1, channels * depthMultiplier, filters])
    const { size, strides, dilation, padding } = this
    const filtered = depthwise(x, spatial as tf.Tensor4D, { size, strides, dilation, padding })
    return tf.conv2d(filtered, mixing as tf.Tensor4D, 1, 'valid')
  }
}

export function separableConv2d(args: SeparableArgs): tf.layers.Layer {
  return new SeparableConv2d(args)
}
