import { call } from '../emit/call.ts'
import { defineLayer } from './define.ts'
import { dims } from './parameters.ts'
import { counted, product, times } from './sizes.ts'

export const inputLayer = defineLayer({
  type: 'input',
  label: 'Input',
  group: 'input',
  help: 'Where the data enters. The shape is that of one example: height × width × channels for a picture, without the batch.',
  inputs: 'none',
  params: {
    shape: dims('Shape', [28, 28, 1], {
      help: 'Sizes of one example, channels last.',
      required: true,
    }),
  },
  shape: p => p.shape,
  summary: p => times(p.shape),
  explain: p => [
    {
      quantity: 'Numbers',
      formula: p.shape.join('·'),
      result: counted(product(p.shape)),
    },
  ],
  lower: g => g.input(),
  tfjs: (_, args) => call('input', args),
})
