import { activate } from './activations.ts'
import { defineLayer } from './define.ts'
import {
  type Cell,
  explainRecurrent,
  longUnrolled,
  lowerRecurrent,
  recurrentMacs,
  recurrentParams,
  recurrentShape,
  recurrentSummary,
  recurrentWeights,
} from './recurrent.ts'
import { kerasRecurrent, tfjsRecurrent } from './recurrent-calls.ts'
import { torchRecurrent } from './torch-recurrent.ts'
import { inputSteps, plus, recur, unroll } from './unroll.ts'

const cell = (units: number): Cell => ({ gates: 1, biasShape: [units] })

export const simpleRNN = defineLayer({
  type: 'simpleRNN',
  label: 'Simple RNN',
  group: 'recurrent',
  help: 'Reads a sequence position by position and keeps a state: h = activation(x·kernel + h·recurrentKernel + bias). Parameters u·(d + u) + u. Elman, 1990.',
  inputs: 'one',
  params: recurrentParams,
  starts: { units: 32 },
  shape: (p, [x]) => recurrentShape(p, x),
  weights: (p, [x]) => recurrentWeights(p, x, cell(p.units)),
  macs: (p, [x]) => recurrentMacs(p, x, cell(p.units)),
  reach: () => null,
  remarks: (p, [x]) => longUnrolled(p, x, 9),
  summary: recurrentSummary,
  explain: (p, [x]) => explainRecurrent(p, x, cell(p.units)),
  lower: (g, p, [x]) =>
    lowerRecurrent(g, p, x, (from, weights, backwards) =>
      unroll(g, inputSteps(g, from, weights, backwards), (input, before) =>
        activate(g, plus(g, input, recur(g, before, weights.recurrentKernel)), p.activation),
      ),
    ),
  tfjs: (p, args) => tfjsRecurrent('simpleRNN', p, args),
  keras: (p, args) => kerasRecurrent('SimpleRNN', p, args),
  pytorch: torchRecurrent('RNN'),
})
