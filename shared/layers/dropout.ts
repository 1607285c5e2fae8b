import { defineLayer, LayerError } from './define.ts'
import { number } from './parameters.ts'
import { counted, product } from './sizes.ts'

export const dropout = defineLayer({
  type: 'dropout',
  label: 'Dropout',
  group: 'regularization',
  help: 'In training sets each number to 0 with probability rate and divides the others by 1 − rate; otherwise does nothing. Srivastava et al., 2014.',
  inputs: 'one',
  params: {
    rate: number('Rate', 0.5, {
      help: 'The share of numbers that is dropped.',
      minimum: 0,
      maximum: 1,
      required: true,
    }),
  },
  shape: (p, [x]) => {
    if (p.rate < 1) return x
    throw new LayerError('drops-everything', 'A rate of 1 drops every number.', [
      { label: 'Use rate 0.5', repair: { kind: 'setParams', params: { rate: 0.5 } } },
    ])
  },
  remarks: p =>
    p.rate > 0
      ? []
      : [
          {
            code: 'no-dropout',
            severity: 'hint',
            message: 'A rate of 0 drops nothing, so this layer does nothing.',
            mends: [
              { label: 'Remove this layer', repair: { kind: 'remove' } },
              { label: 'Use rate 0.5', repair: { kind: 'setParams', params: { rate: 0.5 } } },
            ],
          },
        ],
  summary: p => String(p.rate),
  explain: (p, [x]) => [
    {
      quantity: 'Dropped',
      formula: `${p.rate}·${x.join('·')} on average, in training`,
      result: counted(Math.round(p.rate * product(x))),
    },
  ],
  lower: (g, p, [x]) => {
    if (!g.training || p.rate === 0) return x
    const kept = g.op('GreaterEqual', [g.random('uniform', x), g.constant(p.rate)])
    const values = g.compute(x)
    const scale = g.constant(1 / (1 - p.rate), { type: values.type })
    return g.op('Mul', [values, g.op('Mul', [g.compute(kept), scale])])
  },
})
