// Tensors apart along an axis, together again, and backwards: what sequences are read with.
import { countOf, int, typeOf, typeOfAll } from '../attributes.ts'
import { examplesOf } from '../examples.ts'
import { knownNumbers, neededNumbers } from '../fold.ts'
import type { Call, Operation } from '../operation.ts'
import type { Recorder } from '../recorder.ts'
import type { Tensor } from '../tensor.ts'

function withoutAxis(call: Call): readonly number[] {
  return call.input(0).shape.filter((_, axis) => axis !== call.number('axis'))
}

function zerosLike(g: Recorder, tensor: Tensor): Tensor {
  return g.op('Fill', [g.sizes(tensor), g.constant(0, { type: tensor.type })])
}

export const stack: readonly Operation[] = [
  {
    type: 'Pack',
    attributes: { N: countOf(), T: typeOfAll(), axis: int(0) },
    outputs: call => {
      const { shape, type } = call.input(0)
      const sizes = [...shape]
      sizes.splice(call.number('axis'), 0, call.inputs.length)
      return [{ shape: sizes, type }]
    },
    gradient: (g, call, dy) => {
      const count = { num: call.inputs.length, axis: call.number('axis') }
      const parts = g.outputs('Unpack', [dy], count)
      return parts.map(part => () => part)
    },
    fold: (call, known) => {
      const all = call.inputs.map((_, index) => known(index)?.[0])
      return all.some(value => value === undefined) ? undefined : all.flatMap(value => value ?? [])
    },
  },
  {
    type: 'Unpack',
    attributes: { num: int(), T: typeOf(0), axis: int(0) },
    outputs: call => {
      const { shape, type } = call.input(0)
      const [axis, count] = [call.number('axis'), call.number('num')]
      if (shape[axis] !== count) throw new Error(`axis ${axis} does not come apart into ${count}`)
      return Array.from({ length: count }, () => ({ shape: withoutAxis(call), type }))
    },
    gradients: (g, call, dys) => [
      () => {
        const parts = dys.map((dy, index) => dy ?? zerosLike(g, call.output(index)))
        return g.op('Pack', parts, { axis: call.number('axis') })
      },
    ],
  },
  {
    type: 'ReverseV2',
    attributes: { T: typeOf(0), Tidx: typeOf(1) },
    outputs: call => {
      const { shape, type } = call.input(0)
      return [{ shape, type }]
    },
    gradient: (g, call, dy) => [() => g.op('ReverseV2', [dy, call.input(1)]), null],
  },
  {
    // Rows of a table by their numbers. Its gradient adds up what each row got.
    type: 'GatherV2',
    attributes: { batch_dims: int(0), Tparams: typeOf(0), Tindices: typeOf(1), Taxis: typeOf(2) },
    outputs: call => {
      const { shape, type } = call.input(0)
      const [axis = 0] = neededNumbers(call.input(2), 'the axis')
      if (axis !== 0) throw new Error('rows are gathered along the first axis only')
      return [{ shape: [...call.input(1).shape, ...shape.slice(1)], type }]
    },
    gradient: (g, call, dy) => [
      () => {
        const [rows = 1, ...sizes] = call.input(0).shape
        const int32 = (values: readonly number[]) => g.constant(values, { type: 'int32' })
        const each = g.op('Reshape', [dy, int32([-1, ...sizes])])
        const numbers = g.op('Reshape', [call.input(1), int32([-1])])
        const all = rows === -1 ? examplesOf(g, call.input(0)) : g.constant(rows, { type: 'int32' })
        return g.op('UnsortedSegmentSum', [each, numbers, all])
      },
      null,
      null,
    ],
  },
  {
    type: 'UnsortedSegmentSum',
    attributes: { T: typeOf(0), Tindices: typeOf(1), Tnumsegments: typeOf(2) },
    outputs: call => {
      const { shape, type } = call.input(0)
      // What is known only when it runs is of the batch.
      const [rows = -1] = knownNumbers(call.input(2)) ?? []
      return [{ shape: [rows, ...shape.slice(call.input(1).shape.length)], type }]
    },
  },
]
