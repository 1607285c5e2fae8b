// Blocks and windows of pixels moved to the channels, and channels to blocks of pixels.
import * as tf from '@tensorflow/tfjs'
import { one } from './activation.js'
import {
  type Border,
  every,
  type Numbers,
  numbersOf,
  sameSides,
  sidesOf,
  surround,
} from './axes.js'
import { Operation, type OperationArgs } from './operation.js'

interface BlockArgs extends OperationArgs {
  blockSize: number
}

/** tf.depthToSpace has no gradient. */
class DepthToSpace extends Operation<BlockArgs> {
  static className = 'LoomDepthToSpace'

  protected override compute(inputs: tf.Tensor[]): tf.Tensor {
    const x = one(inputs)
    const size = this.args.blockSize
    const [batch = 1, rows = 1, columns = 1, channels = 1] = x.shape
    const rest = channels / size ** 2
    const split = tf.reshape(x, [batch * rows, columns, size, size * rest])
    const turned = tf.transpose(split, [0, 2, 1, 3])
    return tf.reshape(turned, [batch, rows * size, columns * size, rest])
  }
}
tf.serialization.registerClass(DepthToSpace)

class SpaceToDepth extends Operation<BlockArgs> {
  static className = 'LoomSpaceToDepth'

  protected override compute(inputs: tf.Tensor[]): tf.Tensor {
    const x = one(inputs)
    const size = this.args.blockSize
    const [batch = 1, rows = 1, columns = 1, channels = 1] = x.shape
    const [high, wide] = [rows / size, columns / size]
    const split = tf.reshape(x, [batch * high, size, wide, size * channels])
    const turned = tf.transpose(split, [0, 2, 1, 3])
    return tf.reshape(turned, [batch, high, wide, size ** 2 * channels])
  }
}
tf.serialization.registerClass(SpaceToDepth)

interface PatchesArgs extends OperationArgs {
  size: Numbers
  strides?: Numbers | null
  dilationRate?: Numbers
  padding?: Border
}

class ExtractPatches extends Operation<PatchesArgs> {
  static className = 'LoomExtractPatches'

  protected override compute(inputs: tf.Tensor[]): tf.Tensor {
    const { padding = 'valid' } = this.args
    const x = one(inputs)
    const size = numbersOf(this.args.size, 2, 1)
    const strides = numbersOf(this.args.strides, 2, size)
    const rates = numbersOf(this.args.dilationRate, 2, 1)
    const lines = size.map((length, axis) => ({
      axis: axis + 1,
      length,
      step: strides[axis] ?? 1,
      rate: rates[axis] ?? 1,
      reach: (length - 1) * (rates[axis] ?? 1) + 1,
    }))
    const same = lines.map(({ axis, reach, step }) => sameSides(x.shape[axis] ?? 1, reach, step))
    const given = typeof padding === 'string' ? sidesOf(0, 2) : sidesOf(padding, 2)
    const around = padding === 'same' ? same : given
    // Columns first: then the rows come to stand before them.
    return lines.reverse().reduce(
      (value, { axis, length, step, rate, reach }) => {
        const count = Math.floor(((value.shape[axis] ?? 1) - reach) / step) + 1
        const taps = Array.from({ length }, (_, tap) => every(value, axis, tap * rate, step, count))
        return tf.concat(taps, 3)
      },
      surround(x, around),
    )
  }
}
tf.serialization.registerClass(ExtractPatches)

export function depthToSpace(args: BlockArgs): tf.layers.Layer {
  return new DepthToSpace(args)
}

export function spaceToDepth(args: BlockArgs): tf.layers.Layer {
  return new SpaceToDepth(args)
}

export function extractPatches(args: PatchesArgs): tf.layers.Layer {
  return new ExtractPatches(args)
}
