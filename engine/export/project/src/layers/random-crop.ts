// A part of each picture, at a place of its own in training and in the middle otherwise.
import * as tf from '@tensorflow/tfjs'
import { Augmenting, type AugmentingArgs, cut, drawn } from './augmenting.js'
import { resizing } from './resizing.js'

interface CropArgs extends AugmentingArgs {
  height: number
  width: number
  padding?: number
}

class RandomCrop extends Augmenting<CropArgs> {
  static className = 'LoomRandomCrop'

  protected override change(x: tf.Tensor4D): tf.Tensor {
    const { height, width, padding = 0 } = this.args
    const [, rows, columns] = x.shape
    const down = rows + 2 * padding - height
    const across = columns + 2 * padding - width
    if (down < 0 || across < 0) return this.keep(x)
    const side: [number, number] = [padding, padding]
    const whole = tf.pad(x, [[0, 0], side, side, [0, 0]])
    // A draw just below 1 may round up to the number of places.
    const place = (last: number) => tf.minimum(tf.floor(drawn(x, [0, last + 1])), last)
    return cut(whole, [place(down), place(across)], [height, width])
  }

  protected override keep(x: tf.Tensor4D): tf.Tensor {
    const { height, width } = this.args
    const layer = resizing({ height, width, cropToAspectRatio: true })
    return layer.call(x, {}) as tf.Tensor
  }

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape {
    const shape = inputShape as tf.Shape
    return [shape[0] ?? null, this.args.height, this.args.width, shape[3] ?? null]
  }
}
tf.serialization.registerClass(RandomCrop)

export function randomCrop(args: CropArgs): tf.layers.Layer {
  return new RandomCrop(args)
}
