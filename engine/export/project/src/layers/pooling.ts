// Poolings that tfjs lacks: with padding in numbers, and those that take another number of a window.
import * as tf from '@tensorflow/tfjs'
import { one } from './activation.js'
import {
  axesOf,
  type Border,
  every,
  type Numbers,
  numbersOf,
  type Sides,
  sameSides,
  sidesOf,
  surround,
} from './axes.js'
import { Operation, type OperationArgs } from './operation.js'

interface PoolingArgs extends OperationArgs {
  poolSize?: Numbers
  strides?: Numbers | null
  padding?: Border
}

interface Window {
  size: number[]
  strides: number[]
  sides: Sides[]
}

function windowOf({ poolSize, strides, padding = 'valid' }: PoolingArgs, x: tf.Tensor): Window {
  const axes = axesOf(x)
  const size = numbersOf(poolSize, axes, 2)
  const steps = numbersOf(strides, axes, size)
  const same = size.map((length, axis) =>
    sameSides(x.shape[axis + 1] ?? 1, length, steps[axis] ?? 1),
  )
  if (typeof padding !== 'string') return { size, strides: steps, sides: sidesOf(padding, axes) }
  const none = size.map((): Sides => [0, 0])
  return { size, strides: steps, sides: padding === 'same' ? same : none }
}

type Kind = 'max' | 'avg'

/** All windows that fit: a volume plane by plane and then along its depth, as tf.maxPool3d has a wrong gradient. */
function pool(x: tf.Tensor, kind: Kind, { size, strides }: Window): tf.Tensor {
  if (size.length === 2) return poolPlane(x, kind, size, strides)
  if (size.length === 1) return poolAlong(x, kind, size, strides)
  const [batch = 1, depth = 1, ...plane] = x.shape
  const planes = tf.reshape(x, [batch * depth, ...plane])
  const flat = poolPlane(planes, kind, size.slice(1), strides.slice(1))
  return poolAlong(tf.reshape(flat, [batch, depth, ...flat.shape.slice(1)]), kind, size, strides)
}

/** Along the first axis after the batch; what lies beside it stays apart. */
function poolAlong(x: tf.Tensor, kind: Kind, size: number[], strides: number[]): tf.Tensor {
  const [batch = 1, length = 1, ...rest] = x.shape
  const channels = rest.at(-1) ?? 1
  const table = tf.reshape(x, [batch, length, -1, channels])
  const made = poolPlane(table, kind, [size[0] ?? 1, 1], [strides[0] ?? 1, 1])
  return tf.reshape(made, [batch, made.shape[1] ?? 1, ...rest])
}

function poolPlane(x: tf.Tensor, kind: Kind, size: number[], strides: number[]): tf.Tensor {
  const [window, steps] = [pairOf(size), pairOf(strides)]
  return kind === 'max'
    ? tf.maxPool(x as tf.Tensor4D, window, steps, 'valid')
    : tf.avgPool(x as tf.Tensor4D, window, steps, 'valid')
}

function pairOf([rows = 1, columns = 1]: number[]): [number, number] {
  return [rows, columns]
}

/** The border is minus infinity, so it never wins. */
function maximum(x: tf.Tensor, args: PoolingArgs): tf.Tensor {
  const window = windowOf(args, x)
  return pool(surround(x, window.sides, Number.NEGATIVE_INFINITY), 'max', window)
}

class MaxPooling extends Operation<PoolingArgs> {
  static className = 'LoomMaxPooling'

  protected override compute(inputs: tf.Tensor[]): tf.Tensor {
    return maximum(one(inputs), this.args)
  }
}
tf.serialization.registerClass(MaxPooling)

/** Zeros of a padding in numbers count; those of `same` do not, which tfjs forgets in its gradient. */
class AveragePooling extends Operation<PoolingArgs> {
  static className = 'LoomAveragePooling'

  protected override compute(inputs: tf.Tensor[]): tf.Tensor {
    const x = one(inputs)
    const window = windowOf(this.args, x)
    const mean = pool(surround(x, window.sides), 'avg', window)
    if (this.args.padding !== 'same') return mean
    const inside = surround(tf.ones([1, ...x.shape.slice(1, -1), 1]), window.sides)
    return tf.div(mean, pool(inside, 'avg', window))
  }
}
tf.serialization.registerClass(AveragePooling)

class MinPooling extends Operation<PoolingArgs> {
  static className = 'LoomMinPooling'

  protected override compute(inputs: tf.Tensor[]): tf.Tensor {
    return tf.neg(maximum(tf.neg(one(inputs)), this.args))
  }
}
tf.serialization.registerClass(MinPooling)

/** The root of a window's squares; its gradient is 0 where the window is, not infinite times 0. */
class L2Pooling extends Operation<PoolingArgs> {
  static className = 'LoomL2Pooling'

  protected override compute(inputs: tf.Tensor[]): tf.Tensor {
    const square = tf.square(one(inputs))
    const window = windowOf(this.args, square)
    const mean = pool(surround(square, window.sides), 'avg', window)
    const sum = tf.mul(
      mean,
      window.size.reduce((count, length) => count * length),
    )
    return tf.mul(sum, tf.rsqrt(tf.maximum(sum, 1e-36)))
  }
}
tf.serialization.registerClass(L2Pooling)

interface WeightedArgs extends PoolingArgs {
  sigma?: number
}

class WeightedAveragePooling extends Operation<WeightedArgs> {
  static className = 'LoomWeightedAveragePooling'

  protected override compute(inputs: tf.Tensor[]): tf.Tensor {
    const x = one(inputs)
    const window = windowOf(this.args, x)
    const sum = this.weigh(x, window)
    if (this.args.padding !== 'same') return sum
    const [, rows = 1, columns = 1] = x.shape
    return tf.div(sum, this.weigh(tf.ones([1, rows, columns, 1]), window))
  }

  /** The Gauss curve along the rows, then along the columns. */
  private weigh(x: tf.Tensor, { size, strides, sides }: Window): tf.Tensor {
    return size.reduce(
      (value, length, index) => {
        const weights = curve(length, this.args.sigma ?? 1)
        const step = strides[index] ?? 1
        const count = Math.floor(((value.shape[index + 1] ?? 1) - length) / step) + 1
        const terms = weights.map((weight, at) =>
          tf.mul(every(value, index + 1, at, step, count), weight),
        )
        return tf.addN(terms)
      },
      surround(x, sides),
    )
  }
}
tf.serialization.registerClass(WeightedAveragePooling)

function curve(length: number, sigma: number): number[] {
  const heights = Array.from({ length }, (_, at) =>
    Math.exp(-((at - (length - 1) / 2) ** 2) / (2 * sigma ** 2)),
  )
  const total = heights.reduce((sum, height) => sum + height)
  return heights.map(height => height / total)
}

const max = (args: PoolingArgs): tf.layers.Layer => new MaxPooling(args)
const average = (args: PoolingArgs): tf.layers.Layer => new AveragePooling(args)

export {
  average as averagePooling1d,
  average as averagePooling2d,
  average as averagePooling3d,
  max as maxPooling1d,
  max as maxPooling3d,
}

export function minPooling2d(args: PoolingArgs): tf.layers.Layer {
  return new MinPooling(args)
}

export function l2Pooling2d(args: PoolingArgs): tf.layers.Layer {
  return new L2Pooling(args)
}

export function weightedAveragePooling2d(args: WeightedArgs): tf.layers.Layer {
  return new WeightedAveragePooling(args)
}
