// Windows with a kernel and a bias of their own at every position, as in Keras 2.
import * as tf from '@tensorflow/tfjs'
import { channelsOf, type WeightArgs, type WindowArgs, WindowLayer } from './convolution.js'
import { every } from './depthwise-conv2d.js'
import { pad, slide } from './window.js'

interface LocalArgs extends WindowArgs, WeightArgs<'kernel'> {
  filters: number
}

class LocallyConnected2d extends WindowLayer {
  static className = 'LoomLocallyConnected2d'
  private readonly own: LocalArgs
  private kernel: tf.LayerVariable | null = null

  constructor(args: LocalArgs, axes: 1 | 2 = 2) {
    super(args, axes)
    this.own = args
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const { filters } = this.own
    const [high, wide] = this.geometry.size
    const [rows, columns] = slide(this.geometry, this.pictureSize(inputShape))
    const shape = [rows * columns, high * wide * channelsOf(inputShape), filters]
    // The kernel has no axes of the picture, so none of a single row.
    const sizes = this.axes === 1 ? [1, ...shape] : shape
    this.kernel = this.weight('kernel', sizes, this.own, 'kernel')
    this.buildBias([rows, columns, filters].slice(2 - this.axes))
    this.built = true
  }

  protected channels(): number {
    return this.own.filters
  }

  /** One product of matrices per position: its windows of all examples with its own kernel. */
  protected slideOver(x: tf.Tensor4D): tf.Tensor {
    if (this.kernel === null) throw new Error('The layer has no weights yet.')
    const [, height, width] = x.shape
    const [rows, columns] = slide(this.geometry, [height, width])
    const windows = this.windows(pad(x, this.geometry))
    const flat = tf.reshape(windows, [-1, rows * columns, windows.shape[3] ?? 1])
    const products = tf.matMul(tf.transpose(flat, [1, 0, 2]), this.kernel.read())
    return tf.reshape(tf.transpose(products, [1, 0, 2]), [-1, rows, columns, this.own.filters])
  }

  /** Every window in the channels of its position: rows, columns, channels. */
  private windows(x: tf.Tensor4D): tf.Tensor4D {
    const [high, wide] = this.geometry.size
    const [, height, width] = x.shape
    const taps: tf.Tensor4D[] = []
    for (let row = 0; row < high; row++)
      for (let column = 0; column < wide; column++) {
        const size: [number, number, number, number] = [-1, height - high + 1, width - wide + 1, -1]
        taps.push(every(tf.slice(x, [0, row, column, 0], size), this.geometry.strides))
      }
    return tf.concat(taps, 3)
  }
}
tf.serialization.registerClass(LocallyConnected2d)

class LocallyConnected1d extends LocallyConnected2d {
  static override className = 'LoomLocallyConnected1d'

  constructor(args: LocalArgs) {
    super(args, 1)
  }
}
tf.serialization.registerClass(LocallyConnected1d)

export function locallyConnected1d(args: LocalArgs): tf.layers.Layer {
  return new LocallyConnected1d(args)
}

export function locallyConnected2d(args: LocalArgs): tf.layers.Layer {
  return new LocallyConnected2d(args)
}
