import { call } from '../emit/call.ts'
import { approximateGelu, exactGelu } from './activations.ts'
import { defineLayer } from './define.ts'
import { flag } from './parameters.ts'
import { ownLayer } from './tfjs.ts'
import { code, form } from './torch.ts'

const formulas = {
  exact: 'x·(1 + erf(x ÷ √2)) ÷ 2',
  approximate: 'x·(1 + tanh(√(2 ÷ π)·(x + 0.044715·x³))) ÷ 2',
}

export const gelu = defineLayer({
  type: 'gelu',
  label: 'GELU',
  group: 'activation',
  help: 'Each number times the share of a standard normal that lies below it: x·Φ(x), exactly or by a hyperbolic tangent, which takes less time. Hendrycks and Gimpel, 2016.',
  inputs: 'one',
  params: {
    approximate: flag('Approximate', false, {
      help: 'By tanh, as in GPT-2 and BERT; off by 0.0005 at most.',
    }),
  },
  shape: (_, [x]) => x,
  summary: p => (p.approximate ? 'by tanh' : ''),
  explain: p => [
    {
      quantity: 'Formula',
      formula: p.approximate ? formulas.approximate : formulas.exact,
      result: p.approximate ? 'approximate' : 'exact',
    },
  ],
  lower: (g, p, [x]) => {
    const values = g.full(x)
    return g.compute(p.approximate ? approximateGelu(g, values) : exactGelu(g, values))
  },
  tfjs: (_, args) => ownLayer('gelu', args),
  keras: (p, args) =>
    args.approximate === undefined || args.approximate === false
      ? call('Activation', { activation: 'gelu' })
      : call('GELU', { ...args, approximate: args.approximate ?? p.approximate }, { from: 'own' }),
  pytorch: p =>
    form(
      'any',
      code(x => `F.gelu(${x}${p.approximate ? ', approximate="tanh"' : ''})`),
    ),
})
