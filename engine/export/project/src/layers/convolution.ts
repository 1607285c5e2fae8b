// What the convolutions share: arguments, weights, bias and activation.
import * as tf from '@tensorflow/tfjs'
import { activate, one } from './activation.js'
import { type OneOrTwo, type Padding, type Pair, pairOf, slide, type Window } from './window.js'

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

type Initializer = ReturnType<typeof tf.initializers.zeros>

/** An initializer by its name in tfjs, with its usual settings. */
export function initializer(name: string): Initializer {
  const all: Record<string, unknown> = { ...tf.initializers }
  const make = all[name]
  if (typeof make !== 'function') throw new Error(`There is no initializer ${name}.`)
  return make({})
}

/** A layer that slides windows over a picture; a subclass says what happens in one. */
export abstract class WindowLayer extends tf.layers.Layer {
  protected readonly geometry: Window
  private readonly args: WindowArgs
  private bias: tf.LayerVariable | null = null

  constructor(args: WindowArgs) {
    super(args)
    this.args = args
    this.geometry = {
      size: pairOf(args.kernelSize),
      strides: pairOf(args.strides),
      dilation: pairOf(args.dilationRate),
      padding: args.padding ?? 'valid',
    }
  }

  protected abstract slideOver(x: tf.Tensor4D): tf.Tensor
  protected abstract channels(input: number): number

  protected weight(name: string, shape: number[], start = 'glorotUniform'): tf.LayerVariable {
    return this.addWeight(name, shape, 'float32', initializer(start))
  }

  protected buildBias(units: number): void {
    const { useBias = true, biasInitializer = 'zeros' } = this.args
    if (useBias) this.bias = this.weight('bias', [units], biasInitializer)
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const result = this.slideOver(one(inputs) as tf.Tensor4D)
      const shifted = this.bias === null ? result : tf.add(result, this.bias.read())
      return activate(shifted, this.args.activation)
    })
  }

  protected outputSize(input: Pair): Pair {
    return slide(this.geometry, input)
  }

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape {
    const [batch = null, rows, columns] = oneShape(inputShape)
    const size = this.outputSize([rows ?? 1, columns ?? 1])
    return [batch, ...size, this.channels(channelsOf(inputShape))]
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

/** A layer's weight that `build` has made. */
export function builtWeight(variable: tf.LayerVariable | null): tf.Tensor4D {
  if (variable === null) throw new Error('The layer has no weights yet.')
  return variable.read() as tf.Tensor4D
}
