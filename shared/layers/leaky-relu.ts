import { call } from '../emit/call.ts'
import { defineLayer } from './define.ts'
import { number } from './parameters.ts'
import { form, nn } from './torch.ts'

export const leakyReLU = defineLayer({
  type: 'leakyReLU',
  label: 'Leaky ReLU',
  group: 'activation',
  help: 'Keeps positive numbers and shrinks negative ones: x for x > 0, else negativeSlope·x. Maas et al., 2013.',
  inputs: 'one',
  params: { negativeSlope: number('Negative slope', 0.3, { minimum: 0 }) },
  shape: (_, [x]) => x,
  summary: p => String(p.negativeSlope),
  explain: p => [
    {
      quantity: 'Formula',
      formula: `x for x > 0, else ${p.negativeSlope}·x`,
      result: 'leaky ReLU',
    },
  ],
  lower: (g, p, [x]) => g.op('LeakyRelu', [x], { alpha: p.negativeSlope }),
  tfjs: (p, args) => call('leakyReLU', { alpha: args.negativeSlope ?? p.negativeSlope }),
  pytorch: (_, w) => form('any', nn('LeakyReLU', [w.negativeSlope ?? 0.3])),
})
