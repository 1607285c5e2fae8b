// A depthwise convolution whose dilation also trains, and whose strides may differ.
import * as tf from '@tensorflow/tfjs'
import {
  builtWeight,
  channelsOf,
  type WeightArgs,
  type WindowArgs,
  WindowLayer,
} from './convolution.js'
import { pad, spreadKernel, type Window } from './window.js'

export interface DepthwiseArgs extends WindowArgs, WeightArgs<'depthwise'> {
  depthMultiplier?: number
}

/** The operation's gradient wants equal strides: unequal ones keep every so many of all windows. */
export function depthwise(x: tf.Tensor4D, kernel: tf.Tensor4D, window: Window): tf.Tensor4D {
  const [rows, columns] = window.strides
  const padded = pad(x, window)
  const spread = spreadKernel(kernel, window)
  // A single row has one window, whatever its stride.
  if (padded.shape[1] === 1) return tf.depthwiseConv2d(padded, spread, columns, 'valid')
  if (rows === columns) return tf.depthwiseConv2d(padded, spread, rows, 'valid')
  return every(tf.depthwiseConv2d(padded, spread, 1, 'valid'), window.strides)
}

/** Every so many rows and columns, in operations that have gradients. */
export function every(x: tf.Tensor4D, [rows, columns]: Window['strides']): tf.Tensor4D {
  const [batch, height, width, channels] = x.shape
  const [high, wide] = [Math.ceil(height / rows), Math.ceil(width / columns)]
  const whole = tf.pad(x, [
    [0, 0],
    [0, high * rows - height],
    [0, wide * columns - width],
    [0, 0],
  ])
  const split = tf.reshape(whole, [batch * high, rows, wide, columns * channels])
  const kept = tf.slice(split, [0, 0, 0, 0], [-1, 1, -1, channels])
  return tf.reshape(kept, [batch, high, wide, channels])
}

export class DepthwiseConv2d extends WindowLayer {
  static className = 'LoomDepthwiseConv2d'
  private readonly own: DepthwiseArgs
  private kernel: tf.LayerVariable | null = null

  constructor(args: DepthwiseArgs, axes: 1 | 2 = 2) {
    super(args, axes)
    this.own = args
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const { depthMultiplier = 1 } = this.own
    const input = channelsOf(inputShape)
    const shape = [...this.geometry.size, input, depthMultiplier]
    this.kernel = this.weight('kernel', shape, this.own, 'depthwise')
    this.buildBias([this.channels(input)])
    this.built = true
  }

  protected channels(input: number): number {
    return input * (this.own.depthMultiplier ?? 1)
  }

  protected slideOver(x: tf.Tensor4D): tf.Tensor {
    return depthwise(x, builtWeight(this.kernel), this.geometry)
  }
}
tf.serialization.registerClass(DepthwiseConv2d)

export function depthwiseConv2d(args: DepthwiseArgs): tf.layers.Layer {
  return new DepthwiseConv2d(args)
}
