// How many examples there are: known only when it runs.
import type { Recorder } from './recorder.ts'
import type { Tensor } from './tensor.ts'

/** The batch of a tensor as a scalar int32. */
export function examplesOf(g: Recorder, tensor: Tensor): Tensor {
  const int32 = (values: readonly number[]) =>
    g.constant(values, { type: 'int32', shape: [values.length] })
  return g.op('Reshape', [g.op('Slice', [g.sizes(tensor), int32([0]), int32([1])]), int32([])])
}
