import { defineLayer } from './define.ts'
import { elementwiseDeclaration, foldWith } from './elementwise.ts'
import { larger } from './larger.ts'
import { torchMerge } from './torch-merging.ts'

export const maximum = defineLayer({
  ...elementwiseDeclaration('maximum'),
  type: 'maximum',
  label: 'Maximum',
  help: 'The largest of its inputs, number by number: out = max(x₁, …, xₙ), as maxout takes it over branches (Goodfellow et al., 2013). An axis of size 1 is repeated.',
  lower: (g, _, inputs) => foldWith(g, inputs, (a, b) => larger(g, a, b)),
  pytorch: torchMerge(texts => texts.reduce((a, b) => `torch.maximum(${a}, ${b})`)),
})
