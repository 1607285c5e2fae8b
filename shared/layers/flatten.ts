import { call } from '../emit/call.ts'
import { defineLayer } from './define.ts'
import { product } from './sizes.ts'
import { code, form } from './torch.ts'

export const flatten = defineLayer({
  type: 'flatten',
  label: 'Flatten',
  group: 'shape',
  help: 'Writes all numbers of an example in one row, the last axis fastest: h×w×c becomes h·w·c.',
  inputs: 'one',
  params: {},
  view: true,
  shape: (_, [x]) => [product(x)],
  reach: () => null,
  explain: (_, [x]) => [
    { quantity: 'Numbers', formula: x.join('·'), result: product(x).toLocaleString('en-US') },
  ],
  lower: (g, _, [x], { output }) =>
    x.shape.length === 2 ? x : g.op('Reshape', [x, g.constant([-1, ...output], { type: 'int32' })]),
  // tfjs refuses to flatten what is flat.
  tfjs: (_, args, { inputs, output }) =>
    inputs[0]?.length === 1 ? call('reshape', { targetShape: output }) : call('flatten', args),
  pytorch: () =>
    form(
      'last',
      code(x => `torch.flatten(${x}, 1)`),
    ),
})
