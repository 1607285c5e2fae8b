import { call } from '../emit/call.ts'
import { defineLayer } from './define.ts'
import { number } from './parameters.ts'
import { ownLayer } from './tfjs.ts'
import { form, nn } from './torch.ts'

export const elu = defineLayer({
  type: 'elu',
  label: 'ELU',
  group: 'activation',
  help: 'Exponential linear unit: x for x > 0, else alpha·(exp(x) − 1), which saturates at −alpha. Clevert et al., 2016.',
  inputs: 'one',
  params: { alpha: number('Alpha', 1) },
  shape: (_, [x]) => x,
  summary: p => String(p.alpha),
  explain: p => [
    { quantity: 'Formula', formula: `x for x > 0, else ${p.alpha}·(exp(x) − 1)`, result: 'ELU' },
  ],
  lower: (g, p, [x]) => {
    const unit = g.op('Elu', [x])
    if (p.alpha === 1) return unit
    const constant = (value: number) => g.constant(value, { type: x.type })
    const isPositive = g.op('Greater', [unit, constant(0)])
    return g.op('SelectV2', [isPositive, unit, g.op('Mul', [unit, constant(p.alpha)])])
  },
  // tfjs refuses any other alpha than 1.
  tfjs: (_, args) =>
    args.alpha === undefined || args.alpha === 1 ? call('elu', {}) : ownLayer('elu', args),
  keras: (_, args) => call('ELU', args),
  pytorch: (_, w) => form('any', nn('ELU', [w.alpha ?? 1])),
})
