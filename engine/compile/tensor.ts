// The recording as data: nodes of a TensorFlow graph and the tensors between them.
import type { Value, ValueType } from '../../shared/layers/graph.ts'
import type { Attribute } from './attributes.ts'
import type { Operation } from './operation.ts'

export type TensorType = ValueType | 'resource'

/** One output of a node. The batch is axis 0 and -1 in `shape`; no other axis is unknown. */
export interface AnyTensor {
  readonly shape: readonly number[]
  readonly type: TensorType
  readonly node: Node
  readonly index: number
}

/** A tensor that holds numbers: every one but the handles of variables. */
export interface Tensor extends AnyTensor {
  readonly type: ValueType
}

/** The handle of a variable; its shape is the variable's. */
export interface Handle extends AnyTensor {
  readonly type: 'resource'
}

/** One TensorFlow operation with a name of its own. */
export interface Node {
  readonly name: string
  readonly operation: Operation
  readonly inputs: readonly AnyTensor[]
  /** Nodes that must have run before this one. */
  readonly control: readonly Node[]
  readonly attributes: ReadonlyMap<string, Attribute>
  readonly outputs: readonly AnyTensor[]
  /** The numbers of a constant, in row-major order; one number may stand for all. */
  readonly content?: readonly number[] | readonly string[]
}

export function isTensor(tensor: AnyTensor): tensor is Tensor {
  return tensor.type !== 'resource'
}

/** The product of the sizes; -1 (unknown) where the batch is among them. */
export function sizeOf(shape: readonly number[]): number {
  return shape.includes(-1) ? -1 : shape.reduce((product, size) => product * size, 1)
}

export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis])
}

/** Every value that a layer holds came from the recorder. */
export function tensorOf(value: Value): Tensor {
  if (!('node' in value)) throw new Error('a value was not made by the recorder')
  return value as Tensor
}
