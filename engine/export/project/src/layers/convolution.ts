// What the convolutions below share: arguments, weights, bias and activation.
import * as tf from '@tensorflow/tfjs'
import { activate, one } from './activation.js'
import { type OneOrTwo, type Padding, type Pair, pairOf } from './window.js'

export interface WindowArgs {
  name?: string
  inputShape?: number[]
  trainable?: boolean
  kernelSize: OneOrTwo
  strides?: OneOrTwo
  padding?: Padding
  dilationRate?: OneOrTwo
  activation?: string
  useBias?: boolean
  biasInitializer?: string
}

type InitializerName = 'zeros' | 'ones' | 'glorotUniform'

export function initializer(name: string): ReturnType<typeof tf.initializers.zeros> {
  const known = tf.initializers as unknown as Record<
    string,
    (args: object) => ReturnType<typeof tf.initializers.zeros>
  >
  const make = known[name as InitializerName]
  if (!make) throw new Error(`There is no initializer ${name}.`)
  return make({})
}

/** A layer that slides windows over a picture; a subclass says what happens in one. */
export abstract class WindowLayer extends tf.layers.Layer {
  protected readonly size: Pair
  protected readonly strides: Pair
  protected readonly dilation: Pair
  protected readonly padding: Padding
  private readonly args: WindowArgs
  private bias: tf.LayerVariable | null = null

  constructor(args: WindowArgs) {
    super(args)
    this.args = args
    this.size = pairOf(args.kernelSize)
    this.strides = pairOf(args.strides)
    this.dilation = pairOf(args.dilationRate)
    this.padding = args.padding ?? 'valid'
  }

  protected abstract window(x: tf.Tensor4D): tf.Tensor

  protected buildBias(units: number): void {
    if (this.args.useBias === false) return
    const start = initializer(this.args.biasInitializer ?? 'zeros')
    this.bias = this.addWeight('bias', [units], 'float32', start)
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const result = this.window(one(inputs) as tf.Tensor4D)
      const shifted = this.bias === null ? result : tf.add(result, this.bias.read())
      return activate(shifted, this.args.activation)
    })
  }

  /** The sizes follow from the operations themselves, tried on zeros of one example. */
  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape {
    const [batch = null, ...rest] = pictureShape(inputShape)
    const { shape } = tf.tidy(() =>
      this.window(
        tf.zeros([1, ...rest.map(size => size ?? 1)] as [number, number, number, number]),
      ),
    )
    return [batch, ...shape.slice(1)]
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...(this.args as unknown as tf.serialization.ConfigDict) }
  }
}

export function pictureShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape {
  return (Array.isArray(inputShape[0]) ? inputShape[0] : inputShape) as tf.Shape
}

export function channelsOf(inputShape: tf.Shape | tf.Shape[]): number {
  const shape = pictureShape(inputShape)
  return shape[shape.length - 1] ?? 1
}
