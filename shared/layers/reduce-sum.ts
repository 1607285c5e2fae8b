import { defineLayer } from './define.ts'
import { reductionDeclaration } from './reduction.ts'

export const reduceSum = defineLayer({
  ...reductionDeclaration('reduceSum', 'Sum'),
  label: 'Reduce sum',
  help: 'The sum along the chosen axes, the batch apart: y = Σ x.',
})
