// What the convolutions share: arguments, weights, bias and activation.
import * as tf from '@tensorflow/tfjs'
import { activate, one } from './activation.js'
import { type OneOrTwo, type Padding, type Pair, slide, type Window, windowOf } from './window.js'

export interface WindowArgs extends WeightArgs<'bias'> {
  name?: string
  inputShape?: number[]
  trainable?: boolean
  kernelSize: OneOrTwo
  strides?: OneOrTwo
  padding?: Padding
  dilationRate?: OneOrTwo
  activation?: string
  useBias?: boolean
}

type Initializer = ReturnType<typeof tf.initializers.zeros>
type Regularizer = ReturnType<typeof tf.regularizers.l1l2>
type Constraint = ReturnType<typeof tf.constraints.nonNeg>

/** What a weight starts as: a name in tfjs, with its usual settings, or what one makes. */
export type Start = string | Initializer

/** What is said of a weight: for `kernel` its `kernelInitializer`, `kernelRegularizer` and `kernelConstraint`. */
export type WeightArgs<S extends string> = { [K in `${S}Initializer`]?: Start } & {
  [K in `${S}Regularizer`]?: Regularizer
} & { [K in `${S}Constraint`]?: string | Constraint }

type Rules = [Initializer, Regularizer | undefined, boolean | undefined, Constraint | undefined]

/** The last arguments of `addWeight`. */
export function learnedBy<S extends string>(
  args: WeightArgs<S>,
  stem: S,
  usual: string,
  trainable?: boolean,
): Rules {
  const said: Record<string, unknown> = { ...args }
  const regularizer = said[`${stem}Regularizer`] as Regularizer | undefined
  const constraint = said[`${stem}Constraint`] as string | Constraint | undefined
  const start = (said[`${stem}Initializer`] as Start | undefined) ?? usual
  const kept =
    typeof constraint === 'string' ? named<Constraint>(tf.constraints, constraint) : constraint
  return [initializer(start), regularizer, trainable, kept]
}

export function initializer(start: Start): Initializer {
  return typeof start === 'string' ? named<Initializer>(tf.initializers, start) : start
}

function named<T>(namespace: object, name: string): T {
  const make = { ...(namespace as Record<string, unknown>) }[name]
  if (typeof make !== 'function') throw new Error(`TensorFlow.js has no ${name}.`)
  return make({}) as T
}

/**
 * A layer that slides windows over a picture; a subclass says what happens in one. With one axis it
 * reads a sequence, which is a picture of one row; its weights have the axes of a sequence.
 */
export abstract class WindowLayer extends tf.layers.Layer {
  protected readonly geometry: Window
  protected readonly axes: 1 | 2
  private readonly args: WindowArgs
  private bias: tf.LayerVariable | null = null

  constructor(args: WindowArgs, axes: 1 | 2 = 2) {
    super(args)
    this.args = args
    this.axes = axes
    this.geometry = windowOf(args, axes)
  }

  protected abstract slideOver(x: tf.Tensor4D): tf.Tensor
  protected abstract channels(input: number): number

  /** A kernel: of a sequence without the axis of its one row. */
  protected weight<S extends string>(
    name: string,
    shape: number[],
    args: WeightArgs<S>,
    stem: S,
  ): tf.LayerVariable {
    const sizes = this.axes === 1 ? shape.slice(1) : shape
    return this.addWeight(name, sizes, 'float32', ...learnedBy(args, stem, 'glorotUniform'))
  }

  /** Lengths of the filters, from 1. */
  protected buildGain(filters: number): tf.LayerVariable {
    return this.addWeight('gain', [filters], 'float32', initializer('ones'))
  }

  protected buildBias(shape: number[]): void {
    const rules = learnedBy(this.args, 'bias', 'zeros')
    if (this.args.useBias !== false) this.bias = this.addWeight('bias', shape, 'float32', ...rules)
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const given = one(inputs)
      const picture = this.axes === 1 ? tf.expandDims(given, 1) : given
      const found = this.slideOver(picture as tf.Tensor4D)
      const result = this.axes === 1 ? tf.squeeze(found, [1]) : found
      const shifted = this.bias === null ? result : tf.add(result, this.bias.read())
      return activate(shifted, this.args.activation)
    })
  }

  protected outputSize(input: Pair): Pair {
    return slide(this.geometry, input)
  }

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape {
    const [batch = null] = oneShape(inputShape)
    const size = this.outputSize(this.pictureSize(inputShape))
    return [batch, ...size.slice(2 - this.axes), this.channels(channelsOf(inputShape))]
  }

  protected pictureSize(inputShape: tf.Shape | tf.Shape[]): Pair {
    const [, first, second] = oneShape(inputShape)
    return this.axes === 1 ? [1, first ?? 1] : [first ?? 1, second ?? 1]
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...(this.args as unknown as tf.serialization.ConfigDict) }
  }
}

/** The shape of a layer's only input, batch first. */
export function oneShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape {
  const [first] = inputShape
  return (Array.isArray(first) ? first : inputShape) as tf.Shape
}

export function channelsOf(inputShape: tf.Shape | tf.Shape[]): number {
  const shape = oneShape(inputShape)
  return shape[shape.length - 1] ?? 1
}

/** A kernel that `build` has made; that of a sequence with an axis for the one row. */
export function builtWeight(variable: tf.LayerVariable | null): tf.Tensor4D {
  if (variable === null) throw new Error('The layer has no weights yet.')
  const value = variable.read()
  return (value.shape.length === 3 ? tf.expandDims(value, 0) : value) as tf.Tensor4D
}

/** Filters of length gain: gain·v ÷ ‖v‖. */
export function normalized<T extends tf.Tensor>(kernel: T, gain: tf.LayerVariable | null): T {
  if (gain === null) return kernel
  const axes = kernel.shape.slice(0, -1).map((_, axis) => axis)
  const length = tf.sqrt(tf.maximum(tf.sum(tf.square(kernel), axes), 1e-12))
  return tf.mul(kernel, tf.div(gain.read(), length))
}

/** Equal parts of the channels; all of them at once where there is one group, which tf.split cannot train. */
export function inGroups<T extends tf.Tensor>(x: T, groups: number): T[] {
  return groups === 1 ? [x] : tf.split<T>(x, groups, x.shape.length - 1)
}
