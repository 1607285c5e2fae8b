import { call } from '../emit/call.ts'
import { less, over, perExample, plus, times } from './augmenting.ts'
import { defineLayer } from './define.ts'
import type { Graph, Value } from './graph.ts'
import { number } from './parameters.ts'
import { ownLayer } from './tfjs.ts'
import { form, ownTorch } from './torch.ts'

export const mixUp = defineLayer({
  type: 'mixUp',
  label: 'MixUp',
  group: 'preprocessing',
  help: 'In training mixes each example with another of its batch, λ·x + (1 − λ)·x′, and their answers in the same way, λ drawn from Beta(alpha, alpha); otherwise does nothing. Put it at the input. Zhang et al., 2018; Keras MixUp.',
  inputs: 'one',
  params: {
    alpha: number('Alpha', 0.2, {
      help: 'Small: λ is mostly near 0 or 1. 1: any λ is as likely.',
      minimum: 0.001,
      maximum: 1000,
    }),
  },
  starts: { alpha: 0.2 },
  shape: (_, [x]) => x,
  mixesExamples: () => true,
  summary: p => `alpha ${p.alpha}`,
  explain: p => [
    { quantity: 'λ', formula: `Beta(${p.alpha}, ${p.alpha})`, result: 'mean 0.5, in training' },
    {
      quantity: 'Deviation of λ',
      formula: `√(1 ÷ (4·(2·${p.alpha} + 1)))`,
      result: String(Number(Math.sqrt(1 / (4 * (2 * p.alpha + 1))).toFixed(3))),
    },
  ],
  lower: (g, p, [x]) => {
    if (!g.training) return x
    const share = beta(g, x, p.alpha)
    const order = shuffled(g, x)
    g.mixLabels(order, flat(g, share))
    const values = g.compute(x)
    const other = g.op('GatherV2', [values, order, g.constant(0, { type: 'int32' })])
    const kept = g.compute(share)
    return plus(g, times(g, kept, values), times(g, less(g, 1, kept), other))
  },
  tfjs: (_, args) => ownLayer('mixUp', args),
  keras: (_, args) => call('MixUp', args, { from: 'own' }),
  pytorch: (_, w) => form('any', ownTorch('MixUp', [w.alpha ?? 0.2])),
})

/** a ÷ (a + b) of two gamma numbers; where both are too small for float32, one of them all. */
function beta(g: Graph, x: Value, alpha: number): Value {
  const like = perExample(g, x)
  const [a, b] = [g.random({ gamma: alpha }, like), g.random({ gamma: alpha }, like)]
  const sum = plus(g, a, b)
  const coin = less(g, g.random('uniform', like), 0.5)
  const [zero, one] = [g.constant(0), g.constant(1)]
  const end = g.op('SelectV2', [g.op('Less', [coin, zero]), zero, one])
  const isLost = g.op('Equal', [sum, zero])
  const divisor = g.op('SelectV2', [isLost, one, sum])
  return g.op('SelectV2', [isLost, end, over(g, a, divisor)])
}

/** The numbers of the examples in an order of chance. */
function shuffled(g: Graph, x: Value): Value {
  const keys = flat(g, g.random('uniform', perExample(g, x)))
  const int32 = (numbers: readonly number[]) =>
    g.constant(numbers, { type: 'int32', shape: [numbers.length] })
  const examples = g.op('Slice', [g.op('Shape', [x]), int32([0]), int32([1])])
  const count = g.op('Reshape', [examples, int32([])])
  const [, order] = g.outputs('TopKV2', [keys, count])
  if (!order) throw new Error('TopKV2 has two outputs')
  return order
}

function flat(g: Graph, x: Value): Value {
  return g.op('Reshape', [x, g.constant([-1], { type: 'int32' })])
}
