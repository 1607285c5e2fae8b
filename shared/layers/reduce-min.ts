import { defineLayer } from './define.ts'
import { reductionDeclaration } from './reduction.ts'

export const reduceMin = defineLayer({
  ...reductionDeclaration('reduceMin', 'Min'),
  label: 'Reduce min',
  help: 'The smallest number along the chosen axes, the batch apart: y = min x. Where several are smallest, they share the gradient.',
})
