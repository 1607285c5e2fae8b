import { defineLayer } from './define.ts'
import { globalPoolingCalls, globalPoolingDeclaration, reduceSpace } from './global-pooling.ts'
import { torchGlobalPool } from './torch-pooling.ts'

export const globalAveragePooling2d = defineLayer({
  ...globalPoolingDeclaration(2),
  type: 'globalAveragePooling2d',
  label: 'Global average pooling',
  help: 'Takes the mean of each channel over the whole picture: outₖ = Σ xᵢⱼₖ ÷ (h·w). Lin et al., 2013.',
  keeps: () => ({}),
  lower: (g, p, [x]) => reduceSpace(g, 'Mean', x, p),
  tfjs: (p, args, shapes) => globalPoolingCalls('globalAveragePooling', p, args, shapes),
  pytorch: torchGlobalPool('mean'),
})
