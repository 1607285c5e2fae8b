import { defineLayer } from './define.ts'
import { plainConvolution } from './plain-convolution.ts'
import { isDilatedStride, ownLayer, tfjsLayer } from './tfjs.ts'

export const conv2d = defineLayer({
  ...plainConvolution(2),
  type: 'conv2d',
  label: 'Conv 2D',
  help: 'Slides learned windows over a picture: outᵢ = Σ window·kernelᵢ + biasᵢ. Parameters F·F·(C÷groups)·filters + filters. LeCun et al., 1989.',
  tfjs: (p, args) =>
    p.groups > 1 || isDilatedStride(p) ? ownLayer('conv2d', args) : tfjsLayer('conv2d', p, args),
})
