import { defineLayer } from './define.ts'
import { reductionDeclaration } from './reduction.ts'

export const reduceMax = defineLayer({
  ...reductionDeclaration('reduceMax', 'Max'),
  label: 'Reduce max',
  help: 'The largest number along the chosen axes, the batch apart: y = max x. Over the channels it is the other map of attention in CBAM (Woo et al., 2018). Where several are largest, they share the gradient.',
})
