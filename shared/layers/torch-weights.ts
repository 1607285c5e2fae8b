// From weights as documents have them to entries of a PyTorch state dict.
import type { Given, Tensor } from '../emit/torch-call.ts'

type Maker = (given: Given) => Tensor

export function weight(name: string): Maker {
  return given => given(name)
}

/** The axes in another order, as NumPy's transpose takes it. */
export function transposed(name: string, order: readonly number[]): Maker {
  return given => transpose(given(name), order)
}

export function transpose({ shape, values }: Tensor, order: readonly number[]): Tensor {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1))
  const sizes = order.map(axis => shape[axis] ?? 1)
  const steps = order.map(axis => strides[axis] ?? 1)
  const result = new Float32Array(values.length)
  const at = sizes.map(() => 0)
  let from = 0
  for (let to = 0; to < result.length; to++) {
    result[to] = values[from] ?? 0
    for (let axis = sizes.length - 1; axis >= 0; axis--) {
      const [size = 1, step = 1] = [sizes[axis], steps[axis]]
      const next = (at[axis] ?? 0) + 1
      from += step
      if (next < size) {
        at[axis] = next
        break
      }
      at[axis] = 0
      from -= step * size
    }
  }
  return { shape: sizes, values: result }
}

export function reshape({ values }: Tensor, shape: readonly number[]): Tensor {
  return { shape, values }
}

/** Parts of the first axis, in the order given. */
export function blocks(tensor: Tensor, count: number, order: readonly number[]): Tensor {
  const length = tensor.values.length / count
  const values = new Float32Array(order.length * length)
  for (const [to, from] of order.entries())
    values.set(tensor.values.subarray(from * length, (from + 1) * length), to * length)
  const [rows = 1, ...rest] = tensor.shape
  return { shape: [(rows / count) * order.length, ...rest], values }
}

/** One behind the other along the first axis. */
export function joined(tensors: readonly Tensor[]): Tensor {
  const values = new Float32Array(tensors.reduce((sum, tensor) => sum + tensor.values.length, 0))
  let at = 0
  for (const tensor of tensors) {
    values.set(tensor.values, at)
    at += tensor.values.length
  }
  const rows = tensors.reduce((sum, { shape }) => sum + (shape[0] ?? 1), 0)
  return { shape: [rows, ...(tensors[0]?.shape.slice(1) ?? [])], values }
}

export function zeros(...shape: readonly number[]): Tensor {
  return { shape, values: new Float32Array(shape.reduce((a, b) => a * b, 1)) }
}

/** A kernel of a dense layer whose rows stand as a row of numbers written with the channels first has them. */
export function rowsChannelsFirst(kernel: Tensor, picture: readonly number[]): Tensor {
  const columns = kernel.shape.slice(1)
  const rank = picture.length
  const order = [rank - 1, ...picture.slice(1).map((_, axis) => axis), rank]
  const flat = columns.reduce((a, b) => a * b, 1)
  const turned = transpose(reshape(kernel, [...picture, flat]), order)
  return reshape(turned, kernel.shape)
}
