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
import { cut, inputSteps, plus, type Run, recur, unroll } from './unroll.ts'

const { units, activation, ...others } = recurrentParams

interface GruValues extends RecurrentValues {
  readonly recurrentActivation: RecurrentValues['activation']
  readonly resetAfter: boolean
}

const cell = (p: { units: number; resetAfter: boolean }): Cell => ({
  gates: 3,
  biasShape: p.resetAfter ? [2, 3 * p.units] : [3 * p.units],
})

export const gru = defineLayer({
  type: 'gru',
  label: 'GRU',
  group: 'recurrent',
  help: 'A recurrent layer with an update gate z and a reset gate r: h = z·h + (1 − z)·tanh(x·W + r·(h·U)). Parameters 3·(u·(d + u) + 2·u). Cho et al., 2014.',
  inputs: 'one',
  params: {
    units,
    activation,
    recurrentActivation,
    ...others,
    resetAfter: flag('Reset after', true, {
      help: 'The reset gate acts after the product, as on GPUs; off: before it, as in the paper.',
    }),
  },
  starts: { units: 32 },
  shape: (p, [x]) => recurrentShape(p, x),
  weights: (p, [x]) => recurrentWeights(p, x, cell(p)),
  macs: (p, [x]) => recurrentMacs(p, x, cell(p)),
  reach: () => null,
  remarks: (p, [x]) => longUnrolled(p, x, 41),
  summary: recurrentSummary,
  explain: (p, [x]) => explainRecurrent(p, x, cell(p)),
  lower: (g, p, [x]) =>
    lowerRecurrent(g, p, x, p.resetAfter ? resetAfter(g, p) : resetBefore(g, p)),
  tfjs: (p, args) => tfjsRecurrent('gru', p, args),
  keras: (p, args) => kerasRecurrent('GRU', p, args),
  pytorch: torchRecurrent('GRU'),
})

/** z·h + (1 − z)·candidate; without a state before, its last part alone. */
function blended(g: Graph, update: Value, before: Value | null, candidate: Value): Value {
  if (before) {
    const change = g.op('Mul', [update, g.op('Sub', [before, candidate])])
    return g.op('AddV2', [candidate, change])
  }
  const rest = g.op('Sub', [g.constant(1, { type: update.type }), update])
  return g.op('Mul', [rest, candidate])
}

function resetAfter(g: Graph, p: GruValues): Run {
  const gates = [2 * p.units, p.units]
  return (x, { kernel, recurrentKernel, bias }, backwards) => {
    const [inputBias, stateBias] = bias ? g.outputs('Unpack', [bias], { num: 2 }) : []
    const steps = inputSteps(g, x, { kernel, bias: inputBias ?? null }, backwards)
    return unroll(g, steps, (input, before) => {
      const [gatesIn, candidateIn] = pairOf(cut(g, input, gates))
      const product = recur(g, before, recurrentKernel)
      const inner =
        product && stateBias ? g.op('BiasAdd', [product, stateBias]) : (product ?? stateBias)
      const [gatesKept, candidateKept] = inner ? pairOf(cut(g, inner, gates)) : [null, null]
      const opened = activate(g, plus(g, gatesIn, gatesKept), p.recurrentActivation)
      const [update, reset] = pairOf(cut(g, opened, [p.units, p.units]))
      const kept = candidateKept && g.op('Mul', [reset, candidateKept])
      return blended(g, update, before, activate(g, plus(g, candidateIn, kept), p.activation))
    })
  }
}

function resetBefore(g: Graph, p: GruValues): Run {
  const gates = [2 * p.units, p.units]
  return (x, { kernel, recurrentKernel, bias }, backwards) => {
    const [gateKernel, candidateKernel] = pairOf(cut(g, recurrentKernel, gates))
    return unroll(g, inputSteps(g, x, { kernel, bias }, backwards), (input, before) => {
      const [gatesIn, candidateIn] = pairOf(cut(g, input, gates))
      const sum = plus(g, gatesIn, recur(g, before, gateKernel))
      const [update, reset] = pairOf(
        cut(g, activate(g, sum, p.recurrentActivation), [p.units, p.units]),
      )
      const kept = before && recur(g, g.op('Mul', [reset, before]), candidateKernel)
      return blended(g, update, before, activate(g, plus(g, candidateIn, kept), p.activation))
    })
  }
}

function pairOf(values: readonly Value[]): readonly [Value, Value] {
  const [first, second] = values
  if (!first || !second) throw new Error('two gates are cut')
  return [first, second]
}
