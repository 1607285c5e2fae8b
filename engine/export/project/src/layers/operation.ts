// What the layers without weights share. A subclass says what becomes of the inputs; their shapes follow.
import * as tf from '@tensorflow/tfjs'

export interface OperationArgs {
  name?: string
  inputShape?: number[]
}

export abstract class Operation<Args extends OperationArgs> extends tf.layers.Layer {
  protected readonly args: Args

  constructor(args: Args) {
    super(args)
    this.args = args
  }

  protected abstract compute(inputs: tf.Tensor[]): tf.Tensor | tf.Tensor[]

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor | tf.Tensor[] {
    return tf.tidy(() => this.compute([inputs].flat()))
  }

  /** Tried on one example of zeros. */
  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape | tf.Shape[] {
    const made = tf.tidy(() =>
      this.compute(shapesOf(inputShape).map(shape => tf.zeros(shape.map(size => size ?? 1)))),
    )
    const withBatch = ({ shape: [, ...sizes] }: tf.Tensor): tf.Shape => [null, ...sizes]
    const shape = Array.isArray(made) ? made.map(withBatch) : withBatch(made)
    tf.dispose(made)
    return shape
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...(this.args as unknown as tf.serialization.ConfigDict) }
  }
}

function shapesOf(inputShape: tf.Shape | tf.Shape[]): tf.Shape[] {
  const [first] = inputShape
  return (Array.isArray(first) ? inputShape : [inputShape]) as tf.Shape[]
}

/** An axis counted from 0; −1 is the last. */
export function axisOf(axis: number, { shape }: tf.Tensor): number {
  return axis < 0 ? shape.length + axis : axis
}

/** The tensors with as many axes as the longest: ones behind the batch. */
export function aligned(inputs: tf.Tensor[]): tf.Tensor[] {
  const rank = Math.max(...inputs.map(input => input.shape.length))
  return inputs.map(input => {
    const [batch = 1, ...sizes] = input.shape
    const ones = Array<number>(rank - input.shape.length).fill(1)
    return tf.reshape(input, [batch, ...ones, ...sizes])
  })
}
