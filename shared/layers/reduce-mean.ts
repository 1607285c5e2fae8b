import { defineLayer } from './define.ts'
import { reductionDeclaration } from './reduction.ts'

export const reduceMean = defineLayer({
  ...reductionDeclaration('reduceMean', 'Mean'),
  label: 'Reduce mean',
  help: 'The mean along the chosen axes, the batch apart: y = Σ x ÷ n. Over the channels it is one map of attention in CBAM (Woo et al., 2018).',
})
