// What the layers share that have weights of their own and no window.
import * as tf from '@tensorflow/tfjs'
import { initializer, learnedBy, type Start, type WeightArgs } from './convolution.js'

export interface LearnedArgs {
  name?: string
  inputShape?: number[]
  trainable?: boolean
}

export abstract class Learned<Args extends LearnedArgs> extends tf.layers.Layer {
  protected readonly args: Args
  private readonly variables = new Map<string, tf.LayerVariable>()

  constructor(args: Args) {
    super(args)
    this.args = args
  }

  protected add(name: string, shape: number[], start: Start): void {
    this.variables.set(name, this.addWeight(name, shape, 'float32', initializer(start)))
  }

  /** A weight with all that its arguments say of it: those that begin with `stem`. */
  protected addSaid<S extends string>(
    name: string,
    shape: number[],
    args: WeightArgs<S>,
    stem: S,
    usual: string,
  ): void {
    const rules = learnedBy(args, stem, usual)
    this.variables.set(name, this.addWeight(name, shape, 'float32', ...rules))
  }

  /** A weight that `build` has made. */
  protected read(name: string): tf.Tensor {
    const variable = this.variables.get(name)
    if (!variable) throw new Error(`The layer has no ${name}.`)
    return variable.read()
  }

  protected write(name: string, value: tf.Tensor): void {
    this.variables.get(name)?.write(value)
  }

  protected abstract compute(inputs: tf.Tensor[], training: boolean): tf.Tensor

  override call(inputs: tf.Tensor | tf.Tensor[], options: { training?: boolean }): tf.Tensor {
    return tf.tidy(() => this.compute([inputs].flat(), options.training === true))
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...(this.args as unknown as tf.serialization.ConfigDict) }
  }
}

/** The shapes of all inputs, batch first. */
export function shapesOf(inputShape: tf.Shape | tf.Shape[]): tf.Shape[] {
  const [first] = inputShape
  return (Array.isArray(first) ? inputShape : [inputShape]) as tf.Shape[]
}

export function lastOf(shape: readonly (number | null)[] | undefined): number {
  return shape?.[shape.length - 1] ?? 1
}
