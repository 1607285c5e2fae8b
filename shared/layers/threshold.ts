import { call } from '../emit/call.ts'
import { defineLayer } from './define.ts'
import { number } from './parameters.ts'
import { ownLayer } from './tfjs.ts'
import { form, nn } from './torch.ts'

export const threshold = defineLayer({
  type: 'threshold',
  label: 'Threshold',
  group: 'activation',
  help: 'Keeps what lies above a threshold and writes one value for everything else: x for x > threshold, else defaultValue. Keras threshold, PyTorch Threshold.',
  inputs: 'one',
  params: {
    threshold: number('Threshold', 0, { required: true }),
    defaultValue: number('Default value', 0, { required: true }),
  },
  shape: (_, [x]) => x,
  summary: p => `${p.threshold}, else ${p.defaultValue}`,
  explain: p => [
    {
      quantity: 'Formula',
      formula: `x for x > ${p.threshold}, else ${p.defaultValue}`,
      result: 'threshold',
    },
  ],
  lower: (g, p, [x]) => {
    const constant = (value: number) => g.constant(value, { type: x.type })
    const isAbove = g.op('Greater', [x, constant(p.threshold)])
    return g.op('SelectV2', [isAbove, x, constant(p.defaultValue)])
  },
  tfjs: (_, args) => ownLayer('threshold', args),
  keras: (_, args) => call('Threshold', args, { from: 'own' }),
  pytorch: (_, w) => form('any', nn('Threshold', [w.threshold ?? 0, w.defaultValue ?? 0])),
})
