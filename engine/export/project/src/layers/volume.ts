// Convolutions of volumes: with groups, padding in numbers, and dilation and transposition that train.
import * as tf from '@tensorflow/tfjs'
import { activate, one } from './activation.js'
import {
  channelsOf,
  inGroups,
  initializer,
  learnedBy,
  normalized,
  oneShape,
  type WeightArgs,
} from './convolution.js'

type Triple = [planes: number, rows: number, columns: number]
type OneOrThree = number | number[]
/** `same`, `valid`, one number, one for each axis, or `[before, after]` for each. */
type Padding = string | number | (number | number[])[]

interface VolumeArgs extends WeightArgs<'kernel'>, WeightArgs<'bias'> {
  name?: string
  inputShape?: number[]
  trainable?: boolean
  filters: number
  kernelSize: OneOrThree
  strides?: OneOrThree
  padding?: Padding
  dilationRate?: OneOrThree
  groups?: number
  outputPadding?: OneOrThree | null
  activation?: string
  useBias?: boolean
  weightNormalization?: boolean
}

type Side = [before: number, after: number]

const axes = [0, 1, 2] as const
type Axis = (typeof axes)[number]

function tripleOf(value: OneOrThree = 1): Triple {
  if (typeof value === 'number') return [value, value, value]
  return [value[0] ?? 1, value[1] ?? 1, value[2] ?? 1]
}

abstract class VolumeLayer extends tf.layers.Layer {
  protected readonly args: VolumeArgs
  protected readonly size: Triple
  protected readonly strides: Triple
  protected readonly rates: Triple
  private kernel: tf.LayerVariable | null = null
  private gain: tf.LayerVariable | null = null
  private bias: tf.LayerVariable | null = null

  constructor(args: VolumeArgs) {
    super(args)
    this.args = args
    this.size = tripleOf(args.kernelSize)
    this.strides = tripleOf(args.strides)
    this.rates = tripleOf(args.dilationRate)
  }

  protected abstract kernelChannels(input: number): number[]
  protected abstract compute(x: tf.Tensor5D, kernel: tf.Tensor5D): tf.Tensor5D
  /** Where an axis of the output ends: its length from that of the input. */
  protected abstract along(axis: Axis, length: number): number

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const { filters, useBias = true } = this.args
    const shape = [...this.size, ...this.kernelChannels(channelsOf(inputShape))]
    const start = learnedBy(this.args, 'kernel', 'glorotUniform')
    this.kernel = this.addWeight('kernel', shape, 'float32', ...start)
    if (this.args.weightNormalization)
      this.gain = this.addWeight('gain', [filters], 'float32', initializer('ones'))
    const biasStart = learnedBy(this.args, 'bias', 'zeros')
    if (useBias) this.bias = this.addWeight('bias', [filters], 'float32', ...biasStart)
    this.built = true
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      if (this.kernel === null) throw new Error('The layer has no weights yet.')
      const kernel = spread(normalized(this.kernel.read() as tf.Tensor5D, this.gain), this.rates)
      const result = this.compute(one(inputs) as tf.Tensor5D, kernel)
      const shifted = this.bias === null ? result : tf.add(result, this.bias.read())
      return activate(shifted, this.args.activation)
    })
  }

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape {
    const [batch = null, ...sizes] = oneShape(inputShape)
    const output = axes.map(axis => this.along(axis, sizes[axis] ?? 1))
    return [batch, ...output, this.args.filters]
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...(this.args as unknown as tf.serialization.ConfigDict) }
  }

  /** Positions from the first to the last that a window covers. */
  protected reach(axis: Axis): number {
    return (this.size[axis] - 1) * this.rates[axis] + 1
  }

  /** Positions before and after an axis of the larger side, that a forward convolution pads. */
  protected side(axis: Axis, length: number): Side {
    const { padding = 'valid' } = this.args
    if (typeof padding === 'number') return [padding, padding]
    if (typeof padding !== 'string') return sideOf(padding[axis])
    if (padding === 'valid') return [0, 0]
    const stride = this.strides[axis]
    const total = Math.max((Math.ceil(length / stride) - 1) * stride + this.reach(axis) - length, 0)
    return [Math.floor(total / 2), Math.ceil(total / 2)]
  }
}

function sideOf(value: number | number[] = 0): Side {
  return typeof value === 'number' ? [value, value] : [value[0] ?? 0, value[1] ?? 0]
}

/** Zeros between the positions of each axis of a kernel or a volume: its gradient exists. */
function spread(x: tf.Tensor5D, rates: Triple, first = 0): tf.Tensor5D {
  let made: tf.Tensor = x
  for (const axis of axes) {
    const rate = rates[axis]
    if (rate === 1) continue
    const at = axis + first
    const sizes = made.shape
    const before = sizes.slice(0, at)
    const after = sizes.slice(at + 1)
    const size = sizes[at] ?? 1
    const split = tf.reshape(made, [...before, size, 1, ...after])
    const sides = split.shape.map((_, place): Side => [0, place === at + 1 ? rate - 1 : 0])
    const whole = tf.reshape(tf.pad(split, sides), [...before, size * rate, ...after])
    const kept = [...before, (size - 1) * rate + 1, ...after]
    made = tf.slice(
      whole,
      kept.map(() => 0),
      kept,
    )
  }
  return made as tf.Tensor5D
}

function around(x: tf.Tensor5D, sides: Side[]): tf.Tensor5D {
  return tf.pad(x, [[0, 0], ...sides, [0, 0]])
}

class Conv3d extends VolumeLayer {
  static className = 'LoomConv3d'

  protected kernelChannels(input: number): number[] {
    return [input / (this.args.groups ?? 1), this.args.filters]
  }

  protected along(axis: Axis, length: number): number {
    const [before, after] = this.side(axis, length)
    return Math.floor((length + before + after - this.reach(axis)) / this.strides[axis]) + 1
  }

  protected compute(x: tf.Tensor5D, kernel: tf.Tensor5D): tf.Tensor5D {
    const { groups = 1 } = this.args
    const padded = around(
      x,
      axes.map(axis => this.side(axis, x.shape[axis + 1] ?? 1)),
    )
    const inputs = inGroups(padded, groups)
    const kernels = inGroups(kernel, groups)
    const parts = inputs.map((input, group) =>
      tf.conv3d(input, kernels[group] ?? kernel, this.strides, 'valid'),
    )
    return tf.concat(parts, 4)
  }
}
tf.serialization.registerClass(Conv3d)

class Conv3dTranspose extends VolumeLayer {
  static className = 'LoomConv3dTranspose'

  protected kernelChannels(input: number): number[] {
    return [this.args.filters, input]
  }

  /** Keras's sizes for same and valid, PyTorch's where the padding is a number. */
  protected along(axis: Axis, length: number): number {
    const { padding = 'valid', outputPadding: given } = this.args
    const [stride, reach] = [this.strides[axis], this.reach(axis)]
    const extra = given === null || given === undefined ? null : tripleOf(given)[axis]
    const written = (length - 1) * stride + reach
    if (padding === 'same')
      return extra === null ? length * stride : (length - 1) * stride + (reach % 2) + extra
    if (padding === 'valid') return written + (extra ?? Math.max(stride - reach, 0))
    const [before, after] = this.side(axis, length)
    return written - before - after + (extra ?? 0)
  }

  /** By its definition, which tfjs can differentiate: zeros between the inputs, windows turned round. */
  protected compute(x: tf.Tensor5D, kernel: tf.Tensor5D): tf.Tensor5D {
    const sides = axes.map((axis): Side => {
      const length = x.shape[axis + 1] ?? 1
      const output = this.along(axis, length)
      const [before] = this.side(axis, output)
      const border = this.reach(axis) - 1
      return [border - before, output + before - (length - 1) * this.strides[axis] - 1]
    })
    const turned = tf.transpose(tf.reverse(kernel, [0, 1, 2]), [0, 1, 2, 4, 3])
    return tf.conv3d(grown(spread(x, this.strides, 1), sides), turned, 1, 'valid')
  }
}
tf.serialization.registerClass(Conv3dTranspose)

/** Zeros around a volume, or where a number is negative that many positions less. */
function grown(x: tf.Tensor5D, sides: Side[]): tf.Tensor5D {
  const begin = [0, ...sides.map(([before]) => Math.max(0, -before)), 0]
  const sizes = x.shape.map((size, at) => {
    const [before, after] = sides[at - 1] ?? [0, 0]
    return at === 0 || at === 4 ? size : size + Math.min(0, before) + Math.min(0, after)
  })
  const kept = tf.slice(x, begin, sizes)
  return around(
    kept,
    sides.map(([before, after]): Side => [Math.max(0, before), Math.max(0, after)]),
  )
}

export function conv3d(args: VolumeArgs): tf.layers.Layer {
  return new Conv3d(args)
}

export function conv3dTranspose(args: VolumeArgs): tf.layers.Layer {
  return new Conv3dTranspose(args)
}
