import { defineLayer } from './define.ts'
import { number } from './parameters.ts'
import { form, ownTorch } from './torch.ts'

export const gaussianNoise = defineLayer({
  type: 'gaussianNoise',
  label: 'Gaussian noise',
  group: 'regularization',
  help: 'In training adds normal noise of the given deviation, x + N(0, σ²); otherwise does nothing. Bishop, 1995.',
  inputs: 'one',
  params: { stddev: number('Deviation', 0.1, { minimum: 0, maximum: 1, required: true }) },
  shape: (_, [x]) => x,
  remarks: p =>
    p.stddev > 0
      ? []
      : [
          {
            code: 'no-noise',
            severity: 'hint',
            message: 'Noise of deviation 0 changes nothing, so this layer does nothing.',
            mends: [
              { label: 'Remove this layer', repair: { kind: 'remove' } },
              {
                label: 'Use deviation 0.1',
                repair: { kind: 'setParams', params: { stddev: 0.1 } },
              },
            ],
          },
        ],
  summary: p => `σ ${p.stddev}`,
  explain: p => [{ quantity: 'Noise', formula: `x + N(0, ${p.stddev}²)`, result: 'in training' }],
  lower: (g, p, [x]) => {
    if (!g.training || p.stddev === 0) return x
    const noise = g.op('Mul', [g.random('normal', x), g.constant(p.stddev)])
    return g.op('AddV2', [g.compute(x), g.compute(noise)])
  },
  pytorch: (_, w) => form('any', ownTorch('GaussianNoise', [w.stddev ?? 0.1])),
})
