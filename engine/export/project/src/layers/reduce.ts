// One number of many, along chosen axes; the batch is axis 0.
import * as tf from '@tensorflow/tfjs'
import { one } from './activation.js'
import { axisOf, Operation, type OperationArgs } from './operation.js'

interface ReduceArgs extends OperationArgs {
  axis?: number | number[]
  keepdims?: boolean
}

type Reduction = (x: tf.Tensor, axis: number[], keepDims: boolean) => tf.Tensor

abstract class Reduce extends Operation<ReduceArgs> {
  protected abstract readonly reduction: Reduction

  protected override compute(inputs: tf.Tensor[]): tf.Tensor {
    const x = one(inputs)
    const { axis = -1, keepdims = false } = this.args
    const axes = [axis].flat().map(each => axisOf(each, x))
    return this.reduction(x, axes, keepdims)
  }
}

class ReduceMean extends Reduce {
  static className = 'LoomReduceMean'
  protected override readonly reduction: Reduction = tf.mean
}
tf.serialization.registerClass(ReduceMean)

class ReduceMax extends Reduce {
  static className = 'LoomReduceMax'
  protected override readonly reduction: Reduction = tf.max
}
tf.serialization.registerClass(ReduceMax)

class ReduceMin extends Reduce {
  static className = 'LoomReduceMin'
  protected override readonly reduction: Reduction = tf.min
}
tf.serialization.registerClass(ReduceMin)

class ReduceSum extends Reduce {
  static className = 'LoomReduceSum'
  protected override readonly reduction: Reduction = tf.sum
}
tf.serialization.registerClass(ReduceSum)

export function reduceMean(args: ReduceArgs): tf.layers.Layer {
  return new ReduceMean(args)
}

export function reduceMax(args: ReduceArgs): tf.layers.Layer {
  return new ReduceMax(args)
}

export function reduceMin(args: ReduceArgs): tf.layers.Layer {
  return new ReduceMin(args)
}

export function reduceSum(args: ReduceArgs): tf.layers.Layer {
  return new ReduceSum(args)
}
