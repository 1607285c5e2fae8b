import { defineLayer } from './define.ts'
import { elementwiseDeclaration, fold } from './elementwise.ts'
import { torchMerge } from './torch-merging.ts'

export const multiply = defineLayer({
  ...elementwiseDeclaration('multiply', ' · '),
  type: 'multiply',
  label: 'Multiply',
  help: 'Multiplies its inputs number by number: a gate, out = x·g(x). An axis of size 1 is repeated, so 1×1×C, or a list of C, scales the channels. Hu et al., 2017.',
  lower: (g, _, inputs) => fold(g, 'Mul', inputs),
  pytorch: torchMerge(texts => texts.join(' * ')),
})
