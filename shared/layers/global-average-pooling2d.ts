import { defineLayer } from './define.ts'
import { globalPoolingCalls, globalPoolingDeclaration, reducePicture } from './global-pooling.ts'

export const globalAveragePooling2d = defineLayer({
  ...globalPoolingDeclaration,
  type: 'globalAveragePooling2d',
  label: 'Global average pooling',
  help: 'Takes the mean of each channel over the whole picture: outₖ = Σ xᵢⱼₖ ÷ (h·w). Lin et al., 2013.',
  lower: (g, p, [x]) => reducePicture(g, 'Mean', x, p),
  tfjs: (p, args, { output }) => globalPoolingCalls('globalAveragePooling2d', p, args, output),
})
