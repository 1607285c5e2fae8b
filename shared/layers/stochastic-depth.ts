import { call } from '../emit/call.ts'
import { defineLayer } from './define.ts'
import { drop, droppingDeclaration, shared } from './dropping.ts'
import { ownLayer } from './tfjs.ts'
import { form, ownTorch } from './torch.ts'

export const stochasticDepth = defineLayer({
  ...droppingDeclaration,
  type: 'stochasticDepth',
  label: 'Stochastic depth',
  help: 'At the end of a residual branch: in training sets the whole branch to 0 for each example with probability rate and divides it by 1 − rate for the others, so a block is skipped; otherwise does nothing. Huang et al., 2016.',
  starts: { rate: 0.1 },
  explain: p => [
    {
      quantity: 'Dropped',
      formula: 'the whole branch, an example at a time, in training',
      result: `${Number((100 * p.rate).toFixed(2))} %`,
    },
  ],
  lower: (g, p, [x], { output }) => {
    if (!g.training || p.rate === 0) return x
    return drop(g, x, shared(g, x, [-1, ...output.map(() => 1)]), p.rate)
  },
  tfjs: (_, args) => ownLayer('stochasticDepth', args),
  keras: (_, args) => call('StochasticDepth', args, { from: 'own' }),
  pytorch: (_, w) => form('any', ownTorch('StochasticDepth', [w.rate ?? 0.5])),
})
