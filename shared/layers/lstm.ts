import { activate } from './activations.ts'
import { defineLayer } from './define.ts'
import type { Graph, Value } from './graph.ts'
import { flag } from './parameters.ts'
import {
  type Cell,
  explainRecurrent,
  longUnrolled,
  lowerRecurrent,
  type RecurrentValues,
  recurrentActivation,
  recurrentMacs,
  recurrentParams,
  recurrentShape,
  recurrentSummary,
  recurrentWeights,
} from './recurrent.ts'
import { kerasRecurrent, tfjsRecurrent } from './recurrent-calls.ts'
import { torchRecurrent } from './torch-recurrent.ts'
import {
  cut,
  type DirectionWeights,
  inputSteps,
  plus,
  type Run,
  recur,
  reversed,
  unroll,
} from './unroll.ts'

const { units, activation, ...others } = recurrentParams

interface LstmValues extends RecurrentValues {
  readonly recurrentActivation: RecurrentValues['activation']
}

interface CellValues extends Pick<LstmValues, 'units' | 'biasInitializer'> {
  readonly unitForgetBias: boolean
}

const cell = ({ units, biasInitializer, unitForgetBias }: CellValues): Cell => ({
  gates: 4,
  biasShape: [4 * units],
  // The gates stand as i, f, c, o.
  ...(unitForgetBias && {
    biasInitializer: [
      { initializer: biasInitializer, size: units },
      { initializer: 'ones', size: units },
      { initializer: biasInitializer, size: 2 * units },
    ],
  }),
})

export const lstm = defineLayer({
  type: 'lstm',
  label: 'LSTM',
  group: 'recurrent',
  help: 'A recurrent layer with a cell c and the gates i, f and o: c = f·c + i·tanh(x·W + h·U + b), h = o·tanh(c). Parameters 4·(u·(d + u) + u). Hochreiter and Schmidhuber, 1997.',
  inputs: 'one',
  params: {
    units,
    activation,
    recurrentActivation,
    ...others,
    unitForgetBias: flag('Forget bias 1', true, {
      help: 'The forget gate starts with a bias of 1, so that the cell remembers at first.',
    }),
  },
  starts: { units: 32 },
  shape: (p, [x]) => recurrentShape(p, x),
  weights: (p, [x]) => recurrentWeights(p, x, cell(p)),
  macs: (p, [x]) => recurrentMacs(p, x, cell(p)),
  reach: () => null,
  remarks: (p, [x]) => (isFused(p) ? [] : longUnrolled(p, x, 54)),
  summary: recurrentSummary,
  explain: (p, [x]) => explainRecurrent(p, x, cell(p)),
  lower: (g, p, [x]) => lowerRecurrent(g, p, x, isFused(p) ? fused(g, p) : unrolled(g, p)),
  tfjs: (p, args) => tfjsRecurrent('lstm', p, args),
  keras: (p, args) => kerasRecurrent('LSTM', p, args),
  pytorch: torchRecurrent('LSTM'),
})

/** TensorFlow has one operation for a whole sequence, with these activations only. */
function isFused(p: LstmValues): boolean {
  return p.activation === 'tanh' && p.recurrentActivation === 'sigmoid'
}

function fused(g: Graph, p: LstmValues): Run {
  return (x, weights, backwards) => {
    const int32 = (values: readonly number[]) => g.constant(values, { type: 'int32' })
    const [, positions = 1] = x.shape
    const timeFirst = g.op('Transpose', [backwards ? reversed(g, x) : x, int32([1, 0, 2])])
    const examples = g.op('Slice', [g.op('Shape', [x]), int32([0]), int32([1])])
    const sizes = g.op('ConcatV2', [examples, int32([p.units]), g.constant(0, { type: 'int32' })])
    const zeros = g.op('Fill', [sizes, g.constant(0)])
    const peephole = g.constant(0, { shape: [p.units] })
    const length = g.constant(positions, { type: 'int64' })
    const { kernel, bias } = gatesInOrder(g, p, weights)
    const inputs = [length, timeFirst, zeros, zeros, kernel, peephole, peephole, peephole, bias]
    const states = g.outputs('BlockLSTM', inputs)[6]
    if (!states) throw new Error('BlockLSTM has seven outputs')
    const sequence = g.op('Transpose', [states, int32([1, 0, 2])])
    return {
      sequence: () => sequence,
      last: () => {
        const last = g.op('Slice', [sequence, int32([0, positions - 1, 0]), int32([-1, 1, -1])])
        return g.op('Reshape', [last, int32([-1, p.units])])
      },
    }
  }
}

/** Both kernels as one, its gates i, c, f, o; Keras has them as i, f, c, o. */
function gatesInOrder(g: Graph, p: LstmValues, weights: DirectionWeights) {
  const axis = (index: number) => g.constant(index, { type: 'int32' })
  const exchanged = (value: Value, index: number) => {
    const [input, forget, candidate, output] = fourOf(cut(g, value, Array(4).fill(p.units)))
    return g.op('ConcatV2', [input, candidate, forget, output, axis(index)])
  }
  return {
    kernel: exchanged(g.op('ConcatV2', [weights.kernel, weights.recurrentKernel, axis(0)]), 1),
    bias: weights.bias ? exchanged(weights.bias, 0) : g.constant(0, { shape: [4 * p.units] }),
  }
}

function unrolled(g: Graph, p: LstmValues): Run {
  return (x, weights, backwards) => {
    let memory: Value | null = null
    return unroll(g, inputSteps(g, x, weights, backwards), (input, before) => {
      const sum = plus(g, input, recur(g, before, weights.recurrentKernel))
      const [i, f, c, o] = fourOf(cut(g, sum, Array(4).fill(p.units)))
      const gate = (value: Value) => activate(g, value, p.recurrentActivation)
      const learned = g.op('Mul', [gate(i), activate(g, c, p.activation)])
      const kept: Value | null = memory && g.op('Mul', [gate(f), memory])
      memory = plus(g, learned, kept)
      return g.op('Mul', [gate(o), activate(g, memory, p.activation)])
    })
  }
}

function fourOf(values: readonly Value[]): readonly [Value, Value, Value, Value] {
  const [i, f, c, o] = values
  if (!i || !f || !c || !o) throw new Error('four gates are cut')
  return [i, f, c, o]
}
