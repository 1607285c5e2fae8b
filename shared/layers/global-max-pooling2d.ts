import { defineLayer } from './define.ts'
import { globalPoolingCalls, globalPoolingDeclaration, reducePicture } from './global-pooling.ts'

export const globalMaxPooling2d = defineLayer({
  ...globalPoolingDeclaration,
  type: 'globalMaxPooling2d',
  label: 'Global max pooling',
  help: 'Takes the largest number of each channel over the whole picture: outₖ = max xᵢⱼₖ.',
  lower: (g, p, [x]) => reducePicture(g, 'Max', x, p),
  tfjs: (p, args, { output }) => globalPoolingCalls('globalMaxPooling2d', p, args, output),
})
