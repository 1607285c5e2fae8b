import { defineLayer } from './define.ts'
import { drop, droppingDeclaration } from './dropping.ts'
import { counted, product } from './sizes.ts'
import { form, nn } from './torch.ts'

export const dropout = defineLayer({
  ...droppingDeclaration,
  type: 'dropout',
  label: 'Dropout',
  help: 'In training sets each number to 0 with probability rate and divides the others by 1 − rate; otherwise does nothing. Srivastava et al., 2014.',
  explain: (p, [x]) => [
    {
      quantity: 'Dropped',
      formula: `${p.rate}·${x.join('·')} on average, in training`,
      result: counted(Math.round(p.rate * product(x))),
    },
  ],
  lower: (g, p, [x]) => (g.training && p.rate > 0 ? drop(g, x, x, p.rate) : x),
  pytorch: (_, w) => form('any', nn('Dropout', [w.rate ?? 0.5])),
})
