// Operations that read sequences: apart and together along an axis, backwards, rows of a table, an LSTM.
import type { Recorder } from '../../../engine/compile/recorder.ts'
import type { Tensor } from '../../../engine/compile/tensor.ts'
import type { OperationCase } from './operation-cases.ts'

const sequence = [-1, 4, 3]
const int32 = (g: Recorder, values: number | readonly number[]) =>
  g.constant(values, { type: 'int32' })

function of(inputs: readonly Tensor[], index: number): Tensor {
  const input = inputs[index]
  if (!input) throw new Error(`no input ${index}`)
  return input
}

const stacks: readonly OperationCase[] = [1, 2].flatMap((axis): OperationCase[] => [
  {
    name: `Pack along ${axis}`,
    inputs: [sequence, sequence, sequence],
    build: (g, inputs) => g.op('Pack', inputs, { axis }),
  },
  {
    name: `Unpack along ${axis}`,
    inputs: [sequence],
    // Each part another number of times, and the first not at all.
    build: (g, inputs) => {
      const parts = g.outputs('Unpack', inputs, { num: axis === 1 ? 4 : 3, axis })
      const scaled = parts.map((part, index) => g.op('Mul', [part, g.constant(index)]))
      return g.op('AddN', scaled.slice(1))
    },
  },
  {
    name: `ReverseV2 along ${axis}`,
    inputs: [sequence],
    build: (g, inputs) => g.op('ReverseV2', [...inputs, int32(g, [axis])]),
  },
])

const lookUps: readonly OperationCase[] = [[7], [7, 3], [7, 2, 3]].map(table => ({
  name: `GatherV2 of ${table}`,
  inputs: [table],
  labels: 7,
  build: (g, inputs, labels) => g.op('GatherV2', [of(inputs, 0), labels as Tensor, int32(g, 0)]),
}))

/** x of 3 features over 4 positions, 2 units: inputs, kernel and bias vary, and either result may be asked for. */
function lstm(name: string, pick: readonly number[]): OperationCase {
  return {
    name,
    inputs: [[-1, 4, 3], [-1, 2], [-1, 2], [5, 8], [8]],
    build: (g, inputs) => {
      const x = g.op('Transpose', [of(inputs, 0), int32(g, [1, 0, 2])])
      const peephole = g.constant(0, { shape: [2] })
      const length = g.constant(4, { type: 'int64' })
      const [cell, state] = [of(inputs, 1), of(inputs, 2)]
      const [kernel, bias] = [of(inputs, 3), of(inputs, 4)]
      const outputs = g.outputs('BlockLSTM', [
        length,
        x,
        cell,
        state,
        kernel,
        peephole,
        peephole,
        peephole,
        bias,
      ])
      const sum = pick.length === 1 ? of(outputs, pick[0] ?? 6) : addAll(g, outputs, pick)
      return g.op('Transpose', [sum, int32(g, [1, 0, 2])])
    },
  }
}

function addAll(g: Recorder, outputs: readonly Tensor[], pick: readonly number[]): Tensor {
  return g.op(
    'AddN',
    pick.map(index => of(outputs, index)),
  )
}

export const sequenceCases: readonly OperationCase[] = [
  ...stacks,
  ...lookUps,
  lstm('BlockLSTM', [6]),
  lstm('BlockLSTM and its cell', [1, 6]),
]
