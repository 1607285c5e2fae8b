import { defineLayer } from './define.ts'
import { globalPoolingCalls, globalPoolingDeclaration, reduceSpace } from './global-pooling.ts'
import { torchGlobalPool } from './torch-pooling.ts'

export const globalAveragePooling1d = defineLayer({
  ...globalPoolingDeclaration(1),
  type: 'globalAveragePooling1d',
  label: 'Global average pooling 1D',
  help: 'Takes the mean of each channel over the whole sequence: outₖ = Σ xᵢₖ ÷ n. Lin et al., 2013.',
  keeps: () => ({}),
  lower: (g, p, [x]) => reduceSpace(g, 'Mean', x, p),
  tfjs: (p, args, shapes) => globalPoolingCalls('globalAveragePooling', p, args, shapes),
  pytorch: torchGlobalPool('mean'),
})
