// Cutting a part out of an example, and cutting an example into parts.
import * as tf from '@tensorflow/tfjs'
import { one } from './activation.js'
import { axisOf, Operation, type OperationArgs } from './operation.js'

interface SliceArgs extends OperationArgs {
  begin: number | number[]
  size: number | number[]
}

class Slice extends Operation<SliceArgs> {
  static className = 'LoomSlice'

  protected override compute(inputs: tf.Tensor[]): tf.Tensor {
    const x = one(inputs)
    const [batch = 1, ...sizes] = x.shape
    const begins = [this.args.begin].flat()
    const wanted = [this.args.size].flat()
    const cuts = sizes.map((whole, axis) => {
      const begin = begins[axis] ?? 0
      const size = wanted[axis] ?? -1
      const from = begin < 0 ? whole + begin : begin
      // −1 goes to the end, −2 to one before it.
      return { from, length: size < 0 ? whole + size + 1 - from : size }
    })
    const from = [0, ...cuts.map(cut => cut.from)]
    return tf.slice(x, from, [batch, ...cuts.map(cut => cut.length)])
  }
}
tf.serialization.registerClass(Slice)

export function slice(args: SliceArgs): tf.layers.Layer {
  return new Slice(args)
}

interface SplitArgs extends OperationArgs {
  /** How many equal parts, or the size of each. */
  sections: number | number[]
  axis?: number
}

class Split extends Operation<SplitArgs> {
  static className = 'LoomSplit'

  protected override compute(inputs: tf.Tensor[]): tf.Tensor | tf.Tensor[] {
    const x = one(inputs)
    const { sections, axis = -1 } = this.args
    const parts = tf.split(x, sections, axisOf(axis, x))
    return parts.length === 1 ? one(parts) : parts
  }
}
tf.serialization.registerClass(Split)

export function split(args: SplitArgs): tf.layers.Layer {
  return new Split(args)
}
