import { defineLayer } from './define.ts'
import { globalPoolingCalls, globalPoolingDeclaration, reduceSpace } from './global-pooling.ts'
import { torchGlobalPool } from './torch-pooling.ts'

export const globalMaxPooling2d = defineLayer({
  ...globalPoolingDeclaration(2),
  type: 'globalMaxPooling2d',
  label: 'Global max pooling',
  help: 'Takes the largest number of each channel over the whole picture: outₖ = max xᵢⱼₖ.',

  lower: (g, p, [x]) => reduceSpace(g, 'Max', x, p),
  tfjs: (p, args, shapes) => globalPoolingCalls('globalMaxPooling', p, args, shapes),
  pytorch: torchGlobalPool('amax'),
})
