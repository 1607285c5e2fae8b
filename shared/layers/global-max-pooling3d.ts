import { defineLayer } from './define.ts'
import { globalPoolingCalls, globalPoolingDeclaration, reduceSpace } from './global-pooling.ts'
import { torchGlobalPool } from './torch-pooling.ts'

export const globalMaxPooling3d = defineLayer({
  ...globalPoolingDeclaration(3),
  type: 'globalMaxPooling3d',
  label: 'Global max pooling 3D',
  help: 'Takes the largest number of each channel over the whole volume: outₖ = max xₕᵢⱼₖ.',

  lower: (g, p, [x]) => reduceSpace(g, 'Max', x, p),
  tfjs: (p, args, shapes) => globalPoolingCalls('globalMaxPooling', p, args, shapes),
  pytorch: torchGlobalPool('amax'),
})
