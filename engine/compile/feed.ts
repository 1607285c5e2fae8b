// Arrays become the tensors that a signature asks for, their sizes checked beforehand.
import type { NamedTensorMap, Tensor } from '@tensorflow/tfjs-node-gpu'
import type { Compilation, Port, Target, Variable } from './compilation.ts'
import { type Inputs, type LabelledBatch, SessionError } from './session-types.ts'
import { sizeOf } from './tensor.ts'
import type { TensorFlow } from './tensorflow.ts'

export function feedInputs(
  tf: TensorFlow,
  ports: readonly Port[],
  inputs: Inputs,
  count: number,
): NamedTensorMap {
  return Object.fromEntries(
    ports.map(({ id, shape }) => {
      const values = front(inputs[id], id, 'input', count, shape)
      return [`input:${id}`, tf.tensor(values, [count, ...shape], 'float32')]
    }),
  )
}

export function feedExamples(
  tf: TensorFlow,
  compilation: Compilation,
  { inputs, labels, count }: LabelledBatch,
): NamedTensorMap {
  const fed = compilation.targets.map(target => [
    `label:${target.id}`,
    labelTensor(tf, target, labels[target.id], count),
  ])
  return { ...feedInputs(tf, compilation.inputs, inputs, count), ...Object.fromEntries(fed) }
}

function labelTensor(
  tf: TensorFlow,
  { id, type, shape }: Target,
  given: Int32Array | Float32Array | undefined,
  count: number,
): Tensor {
  const sizes = type === 'int32' ? shape.slice(0, -1) : shape
  const values = front(given, id, 'answers', count, sizes)
  const typed = type === 'int32' ? asInt32(values) : asFloat32(values)
  return tf.tensor(typed, [count, ...sizes], type)
}

const asInt32 = (values: Int32Array | Float32Array) =>
  values instanceof Int32Array ? values : Int32Array.from(values)
const asFloat32 = (values: Int32Array | Float32Array) =>
  values instanceof Float32Array ? values : Float32Array.from(values)

/** The part of an array that a batch fills; batches are gathered into arrays of the largest size. */
function front<T extends Int32Array | Float32Array>(
  values: T | undefined,
  id: string,
  what: 'input' | 'answers',
  count: number,
  shape: readonly number[],
): T {
  const needed = count * sizeOf(shape)
  if (values && values.length >= needed) return values.subarray(0, needed) as T
  const each = shape.length === 0 ? '1' : shape.join('×')
  const there = values ? `${values.length} numbers are there` : 'nothing is there'
  throw new SessionError(
    'wrong-data',
    `${id}: ${count} examples of ${each} are ${needed} numbers, but ${there} as its ${what}.`,
    id,
    '',
  )
}

export function feedWeights(
  tf: TensorFlow,
  variables: readonly Variable[],
  weights: ReadonlyMap<string, Float32Array>,
): NamedTensorMap {
  return Object.fromEntries(
    variables.map(({ name, shape }) => {
      const values = weights.get(name)
      if (values?.length !== sizeOf(shape)) throw wrongWeight(name, shape, values)
      return [name, tf.tensor(values, [...shape], 'float32')]
    }),
  )
}

function wrongWeight(
  name: string,
  shape: readonly number[],
  values: Float32Array | undefined,
): SessionError {
  const needs = `${name} takes ${shape.join('×')} = ${sizeOf(shape)} numbers`
  const has = values ? `${values.length} were given` : 'none were given'
  const layer = name.slice(0, name.lastIndexOf('/'))
  return new SessionError('wrong-data', `${needs}, but ${has}.`, layer, '')
}
