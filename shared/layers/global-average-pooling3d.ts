import { defineLayer } from './define.ts'
import { globalPoolingCalls, globalPoolingDeclaration, reduceSpace } from './global-pooling.ts'
import { torchGlobalPool } from './torch-pooling.ts'

export const globalAveragePooling3d = defineLayer({
  ...globalPoolingDeclaration(3),
  type: 'globalAveragePooling3d',
  label: 'Global average pooling 3D',
  help: 'Takes the mean of each channel over the whole volume: outₖ = Σ xₕᵢⱼₖ ÷ (d·h·w). Lin et al., 2013.',
  keeps: () => ({}),
  lower: (g, p, [x]) => reduceSpace(g, 'Mean', x, p),
  tfjs: (p, args, shapes) => globalPoolingCalls('globalAveragePooling', p, args, shapes),
  pytorch: torchGlobalPool('mean'),
})
