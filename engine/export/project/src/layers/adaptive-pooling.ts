// Poolings whose windows follow the input's size: window i of m over n is floor(i·n ÷ m) … ceil((i + 1)·n ÷ m).
import * as tf from '@tensorflow/tfjs'
import { one } from './activation.js'
import { type Numbers, numbersOf, part } from './axes.js'
import { Operation, type OperationArgs } from './operation.js'

type Reduce = (x: tf.Tensor, axis: number) => tf.Tensor

const largest: Reduce = (x, axis) => tf.max(x, axis, true)
const mean: Reduce = (x, axis) => tf.mean(x, axis, true)

function adapt(x: tf.Tensor, counts: number[], reduce: Reduce): tf.Tensor {
  return counts.reduce((value, count, index) => {
    const axis = index + 1
    const length = value.shape[axis] ?? 1
    const parts = Array.from({ length: count }, (_, at) => {
      const from = Math.floor((at * length) / count)
      const to = Math.ceil(((at + 1) * length) / count)
      return reduce(part(value, axis, from, to - from), axis)
    })
    return tf.concat(parts, axis)
  }, x)
}

interface AdaptiveArgs extends OperationArgs {
  outputSize: Numbers
}

class AdaptiveMaxPooling extends Operation<AdaptiveArgs> {
  static className = 'LoomAdaptiveMaxPooling'

  protected override compute(inputs: tf.Tensor[]): tf.Tensor {
    return adapt(one(inputs), numbersOf(this.args.outputSize, 2, 1), largest)
  }
}
tf.serialization.registerClass(AdaptiveMaxPooling)

class AdaptiveAveragePooling extends Operation<AdaptiveArgs> {
  static className = 'LoomAdaptiveAveragePooling'

  protected override compute(inputs: tf.Tensor[]): tf.Tensor {
    return adapt(one(inputs), numbersOf(this.args.outputSize, 2, 1), mean)
  }
}
tf.serialization.registerClass(AdaptiveAveragePooling)

interface PyramidArgs extends OperationArgs {
  bins: number[]
}

class SpatialPyramidPooling extends Operation<PyramidArgs> {
  static className = 'LoomSpatialPyramidPooling'

  protected override compute(inputs: tf.Tensor[]): tf.Tensor {
    const x = one(inputs)
    const channels = x.shape[3] ?? 1
    const levels = this.args.bins.map(count =>
      tf.reshape(adapt(x, [count, count], largest), [-1, count ** 2 * channels]),
    )
    return tf.concat(levels, 1)
  }
}
tf.serialization.registerClass(SpatialPyramidPooling)

export function adaptiveMaxPooling2d(args: AdaptiveArgs): tf.layers.Layer {
  return new AdaptiveMaxPooling(args)
}

export function adaptiveAveragePooling2d(args: AdaptiveArgs): tf.layers.Layer {
  return new AdaptiveAveragePooling(args)
}

export function spatialPyramidPooling(args: PyramidArgs): tf.layers.Layer {
  return new SpatialPyramidPooling(args)
}
