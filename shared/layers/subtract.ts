import { call } from '../emit/call.ts'
import { defineLayer } from './define.ts'
import { broadcast, elementwiseDeclaration, fold, needPair } from './elementwise.ts'
import { torchMerge } from './torch-merging.ts'

export const subtract = defineLayer({
  ...elementwiseDeclaration('subtract', ' − '),
  type: 'subtract',
  label: 'Subtract',
  help: 'Takes the second input from the first, number by number: out = x − y, in the order of the wires. An axis of size 1 is repeated. Keras Subtract.',
  shape: (_, inputs) => broadcast(needPair(inputs, 'subtract'), 'subtract'),
  lower: (g, _, inputs) => fold(g, 'Sub', inputs),
  tfjs: (_, args) => call('subtract', args, { from: 'own' }),
  pytorch: torchMerge(texts => texts.join(' - ')),
})
