// What is added or cut at the ends of the spatial axes.
import * as tf from '@tensorflow/tfjs'
import { one } from './activation.js'
import { axesOf, type Border, part, sidesOf, surround } from './axes.js'
import { Operation, type OperationArgs } from './operation.js'

interface PaddingArgs extends OperationArgs {
  padding?: Exclude<Border, string>
}

class ZeroPadding extends Operation<PaddingArgs> {
  static className = 'LoomZeroPadding'

  protected override compute(inputs: tf.Tensor[]): tf.Tensor {
    const x = one(inputs)
    return surround(x, sidesOf(this.args.padding ?? 1, axesOf(x)))
  }
}
tf.serialization.registerClass(ZeroPadding)

/** The mirror image of each edge, without the edge itself; tf.mirrorPad has no gradient. */
class ReflectionPadding extends Operation<PaddingArgs> {
  static className = 'LoomReflectionPadding'

  protected override compute(inputs: tf.Tensor[]): tf.Tensor {
    const x = one(inputs)
    const sides = sidesOf(this.args.padding ?? 1, axesOf(x))
    return sides.reduce((value, [before, after], index) => {
      const axis = index + 1
      const length = value.shape[axis] ?? 1
      const mirrored = (from: number, count: number) =>
        count === 0 ? [] : [tf.reverse(part(value, axis, from, count), axis)]
      const all = [...mirrored(1, before), value, ...mirrored(length - 1 - after, after)]
      return tf.concat(all, axis)
    }, x)
  }
}
tf.serialization.registerClass(ReflectionPadding)

interface CroppingArgs extends OperationArgs {
  cropping?: Exclude<Border, string>
}

class Cropping extends Operation<CroppingArgs> {
  static className = 'LoomCropping'

  protected override compute(inputs: tf.Tensor[]): tf.Tensor {
    const x = one(inputs)
    const sides = sidesOf(this.args.cropping ?? 1, axesOf(x))
    return sides.reduce((value, [before, after], index) => {
      const length = value.shape[index + 1] ?? 1
      return part(value, index + 1, before, length - before - after)
    }, x)
  }
}
tf.serialization.registerClass(Cropping)

const zeros = (args: PaddingArgs): tf.layers.Layer => new ZeroPadding(args)
const crop = (args: CroppingArgs): tf.layers.Layer => new Cropping(args)

export { crop as cropping1d, crop as cropping3d, zeros as zeroPadding1d, zeros as zeroPadding3d }

export function reflectionPadding2d(args: PaddingArgs): tf.layers.Layer {
  return new ReflectionPadding(args)
}
