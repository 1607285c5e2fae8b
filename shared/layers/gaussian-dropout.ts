import { defineLayer } from './define.ts'
import { droppingDeclaration, refuseAll } from './dropping.ts'
import { form, ownTorch } from './torch.ts'

export const gaussianDropout = defineLayer({
  ...droppingDeclaration,
  type: 'gaussianDropout',
  label: 'Gaussian dropout',
  help: 'In training multiplies each number by a normal of mean 1 and deviation √(rate ÷ (1 − rate)), the deviation that dropout of that rate has; otherwise does nothing. Srivastava et al., 2014.',
  shape: (p, [x]) => {
    refuseAll(p, 'A rate of 1 asks for noise of infinite deviation: √(1 ÷ 0).')
    return x
  },
  explain: p => [
    {
      quantity: 'Deviation',
      formula: `√(${p.rate} ÷ (1 − ${p.rate}))`,
      result: String(Number(deviation(p.rate).toPrecision(4))),
    },
  ],
  lower: (g, p, [x]) => {
    if (!g.training || p.rate === 0) return x
    const noise = g.op('Mul', [g.random('normal', x), g.constant(deviation(p.rate))])
    return g.op('Mul', [g.compute(x), g.compute(g.op('AddV2', [noise, g.constant(1)]))])
  },
  pytorch: (_, w) => form('any', ownTorch('GaussianDropout', [w.rate ?? 0.5])),
})

function deviation(rate: number): number {
  return Math.sqrt(rate / (1 - rate))
}
