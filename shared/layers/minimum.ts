import { defineLayer } from './define.ts'
import { elementwiseDeclaration, fold } from './elementwise.ts'
import { torchMerge } from './torch-merging.ts'

export const minimum = defineLayer({
  ...elementwiseDeclaration('minimum'),
  type: 'minimum',
  label: 'Minimum',
  help: 'The smallest of its inputs, number by number: out = min(x₁, …, xₙ). An axis of size 1 is repeated. Keras Minimum.',
  lower: (g, _, inputs) => fold(g, 'Minimum', inputs),
  pytorch: torchMerge(texts => texts.reduce((a, b) => `torch.minimum(${a}, ${b})`)),
})
