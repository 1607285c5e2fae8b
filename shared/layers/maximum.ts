import { defineLayer } from './define.ts'
import { elementwiseDeclaration, fold } from './elementwise.ts'
import { torchMerge } from './torch-merging.ts'

export const maximum = defineLayer({
  ...elementwiseDeclaration('maximum'),
  type: 'maximum',
  label: 'Maximum',
  help: 'The largest of its inputs, number by number: out = max(x₁, …, xₙ), as maxout takes it over branches (Goodfellow et al., 2013). An axis of size 1 is repeated.',
  lower: (g, _, inputs) => fold(g, 'Maximum', inputs),
  pytorch: torchMerge(texts => texts.reduce((a, b) => `torch.maximum(${a}, ${b})`)),
})
