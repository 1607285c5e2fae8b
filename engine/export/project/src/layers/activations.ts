// Activations with arguments that tfjs does not take. Of a comparison tfjs knows no gradient, so these
// multiply by steps.
import * as tf from '@tensorflow/tfjs'
import { activate, one } from './activation.js'
import { axisOf, Operation, type OperationArgs } from './operation.js'

interface EluArgs extends OperationArgs {
  alpha?: number
}

class Elu extends Operation<EluArgs> {
  static className = 'LoomElu'
  protected override compute(inputs: tf.Tensor[]): tf.Tensor {
    const x = one(inputs)
    const negative = tf.elu(tf.minimum(x, 0))
    return tf.add(tf.relu(x), tf.mul(this.args.alpha ?? 1, negative))
  }
}
tf.serialization.registerClass(Elu)

interface ReluArgs extends OperationArgs {
  maxValue?: number | null
  negativeSlope?: number
  threshold?: number
}

class Relu extends Operation<ReluArgs> {
  static className = 'LoomReLU'
  protected override compute(inputs: tf.Tensor[]): tf.Tensor {
    const x = one(inputs)
    const { maxValue, negativeSlope = 0, threshold = 0 } = this.args
    const above = tf.mul(x, tf.step(tf.sub(x, threshold)))
    const limited =
      maxValue === undefined || maxValue === null ? above : tf.minimum(above, maxValue)
    return tf.sub(limited, tf.mul(tf.relu(tf.sub(threshold, x)), negativeSlope))
  }
}
tf.serialization.registerClass(Relu)

interface SoftmaxArgs extends OperationArgs {
  axis?: number
  temperature?: number
}

class Softmax extends Operation<SoftmaxArgs> {
  static className = 'LoomSoftmax'
  protected override compute(inputs: tf.Tensor[]): tf.Tensor {
    const x = one(inputs)
    const last = x.shape.length - 1
    const axis = axisOf(this.args.axis ?? -1, x)
    // tf.softmax works on the last axis only.
    const order = x.shape.map((_, at) => (at === axis ? last : at === last ? axis : at))
    const scaled = tf.div(x, this.args.temperature ?? 1)
    return tf.transpose(tf.softmax(tf.transpose(scaled, order)), order)
  }
}
tf.serialization.registerClass(Softmax)

interface MaxoutArgs extends OperationArgs {
  pieces?: number
}

class Maxout extends Operation<MaxoutArgs> {
  static className = 'LoomMaxout'
  protected override compute(inputs: tf.Tensor[]): tf.Tensor {
    const x = one(inputs)
    const { pieces = 2 } = this.args
    const channels = x.shape[x.shape.length - 1] ?? 1
    return tf.max(tf.reshape(x, [...x.shape.slice(0, -1), channels / pieces, pieces]), -1)
  }
}
tf.serialization.registerClass(Maxout)

interface GluArgs extends OperationArgs {
  axis?: number
}

class Glu extends Operation<GluArgs> {
  static className = 'LoomGlu'
  protected override compute(inputs: tf.Tensor[]): tf.Tensor {
    const x = one(inputs)
    const [value = x, gate = x] = tf.split(x, 2, axisOf(this.args.axis ?? -1, x))
    return tf.mul(value, tf.sigmoid(gate))
  }
}
tf.serialization.registerClass(Glu)

interface GeluArgs extends OperationArgs {
  approximate?: boolean
}

class Gelu extends Operation<GeluArgs> {
  static className = 'LoomGelu'
  protected override compute(inputs: tf.Tensor[]): tf.Tensor {
    const x = one(inputs)
    if (this.args.approximate !== true) return activate(x, 'gelu')
    const bent = tf.add(x, tf.mul(0.044715, tf.mul(x, tf.square(x))))
    const tanh = tf.tanh(tf.mul(Math.sqrt(2 / Math.PI), bent))
    return tf.mul(tf.mul(0.5, x), tf.add(1, tanh))
  }
}
tf.serialization.registerClass(Gelu)

interface ThresholdArgs extends OperationArgs {
  threshold: number
  defaultValue: number
}

class Threshold extends Operation<ThresholdArgs> {
  static className = 'LoomThreshold'
  protected override compute(inputs: tf.Tensor[]): tf.Tensor {
    const x = one(inputs)
    const { threshold, defaultValue } = this.args
    const stays = tf.step(tf.sub(x, threshold))
    return tf.add(tf.mul(x, stays), tf.mul(defaultValue, tf.sub(1, stays)))
  }
}
tf.serialization.registerClass(Threshold)

export function elu(args: EluArgs): tf.layers.Layer {
  return new Elu(args)
}

export function reLU(args: ReluArgs): tf.layers.Layer {
  return new Relu(args)
}

export function softmax(args: SoftmaxArgs): tf.layers.Layer {
  return new Softmax(args)
}

export function maxout(args: MaxoutArgs): tf.layers.Layer {
  return new Maxout(args)
}

export function glu(args: GluArgs): tf.layers.Layer {
  return new Glu(args)
}

export function gelu(args: GeluArgs): tf.layers.Layer {
  return new Gelu(args)
}

export function threshold(args: ThresholdArgs): tf.layers.Layer {
  return new Threshold(args)
}
