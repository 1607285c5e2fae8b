import { defineLayer } from './define.ts'
import { globalPoolingCalls, globalPoolingDeclaration, reduceSpace } from './global-pooling.ts'
import { torchGlobalPool } from './torch-pooling.ts'

export const globalMaxPooling1d = defineLayer({
  ...globalPoolingDeclaration(1),
  type: 'globalMaxPooling1d',
  label: 'Global max pooling 1D',
  help: 'Takes the largest number of each channel over the whole sequence: outₖ = max xᵢₖ.',

  lower: (g, p, [x]) => reduceSpace(g, 'Max', x, p),
  tfjs: (p, args, shapes) => globalPoolingCalls('globalMaxPooling', p, args, shapes),
  pytorch: torchGlobalPool('amax'),
})
