// Pictures, sequences and volumes of another size, in operations whose gradients are right: those of tfjs's own
// resizing do not know where a pixel's centre lies.
import * as tf from '@tensorflow/tfjs'
import { one } from './activation.js'
import { axesOf, type Numbers, numbersOf, part } from './axes.js'
import { Operation, type OperationArgs } from './operation.js'

/** Every new position takes its number from the two around (i + ½)·input ÷ output − ½, or from the nearest. */
function resizeAxis(x: tf.Tensor, axis: number, size: number, interpolation: string): tf.Tensor {
  const length = x.shape[axis] ?? 1
  if (length === size) return x
  const centres = Array.from({ length: size }, (_, at) => ((at + 0.5) * length) / size)
  const take = (positions: number[]) => {
    const inside = positions.map(at => Math.min(length - 1, Math.max(0, at)))
    return tf.gather(x, tf.tensor1d(inside, 'int32'), axis)
  }
  if (interpolation === 'nearest') return take(centres.map(Math.floor))
  const before = centres.map(centre => Math.floor(centre - 0.5))
  const ones = x.shape.map(() => 1)
  const shares = tf.tensor(
    centres.map((centre, at) => centre - 0.5 - (before[at] ?? 0)),
    ones.map((_, at) => (at === axis ? size : 1)),
  )
  const [low, high] = [take(before), take(before.map(at => at + 1))]
  return tf.add(low, tf.mul(tf.sub(high, low), shares))
}

function resize(x: tf.Tensor, sizes: number[], interpolation: string): tf.Tensor {
  return sizes.reduce((value, size, index) => resizeAxis(value, index + 1, size, interpolation), x)
}

/** The middle of an axis. */
function middle(x: tf.Tensor, axis: number, size: number): tf.Tensor {
  return part(x, axis, Math.floor(((x.shape[axis] ?? 1) - size) / 2), size)
}

/** The largest middle with the proportions of the target. */
function proportional(x: tf.Tensor, height: number, width: number): tf.Tensor {
  const [, rows = 1, columns = 1] = x.shape
  const high = Math.max(1, Math.min(rows, Math.floor((columns * height) / width)))
  const wide = Math.max(1, Math.min(columns, Math.floor((rows * width) / height)))
  return middle(middle(x, 1, high), 2, wide)
}

interface ResizingArgs extends OperationArgs {
  height: number
  width: number
  interpolation?: string
  cropToAspectRatio?: boolean
}

class Resizing extends Operation<ResizingArgs> {
  static className = 'LoomResizing'

  protected override compute(inputs: tf.Tensor[]): tf.Tensor {
    const { height, width, interpolation = 'bilinear', cropToAspectRatio } = this.args
    const x = one(inputs)
    const kept = cropToAspectRatio === true ? proportional(x, height, width) : x
    return resize(kept, [height, width], interpolation)
  }
}
tf.serialization.registerClass(Resizing)

interface CropArgs extends OperationArgs {
  height: number
  width: number
}

class CenterCrop extends Operation<CropArgs> {
  static className = 'LoomCenterCrop'

  protected override compute(inputs: tf.Tensor[]): tf.Tensor {
    const { height, width } = this.args
    const x = one(inputs)
    const [, rows = 1, columns = 1] = x.shape
    if (rows >= height && columns >= width) return middle(middle(x, 1, height), 2, width)
    return resize(proportional(x, height, width), [height, width], 'bilinear')
  }
}
tf.serialization.registerClass(CenterCrop)

interface UpSamplingArgs extends OperationArgs {
  size?: Numbers
  interpolation?: string
}

class UpSampling extends Operation<UpSamplingArgs> {
  static className = 'LoomUpSampling'

  protected override compute(inputs: tf.Tensor[]): tf.Tensor {
    const x = one(inputs)
    const factors = numbersOf(this.args.size, axesOf(x), 2)
    const sizes = factors.map((factor, axis) => factor * (x.shape[axis + 1] ?? 1))
    return resize(x, sizes, this.args.interpolation ?? 'nearest')
  }
}
tf.serialization.registerClass(UpSampling)

const enlarge = (args: UpSamplingArgs): tf.layers.Layer => new UpSampling(args)

export { enlarge as upSampling1d, enlarge as upSampling2d, enlarge as upSampling3d }

export function resizing(args: ResizingArgs): tf.layers.Layer {
  return new Resizing(args)
}

export function centerCrop(args: CropArgs): tf.layers.Layer {
  return new CenterCrop(args)
}
