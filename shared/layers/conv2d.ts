import { isDilated } from './convolution.ts'
import { defineLayer } from './define.ts'
import { kerasConvolution } from './keras-convolution.ts'
import { plainConvolution } from './plain-convolution.ts'
import { ownLayer, tfjsLayer } from './tfjs.ts'

export const conv2d = defineLayer({
  ...plainConvolution(2),
  type: 'conv2d',
  label: 'Conv 2D',
  help: 'Slides learned windows over a picture: outᵢ = Σ window·kernelᵢ + biasᵢ. Parameters F·F·(C÷groups)·filters + filters. LeCun et al., 1989.',
  // tfjs does not know the word, so a single group must not be written either.
  tfjs: (p, { groups, ...args }) =>
    p.groups > 1 || p.weightNormalization || isDilated(p)
      ? ownLayer('conv2d', groups === undefined ? args : { ...args, groups })
      : tfjsLayer('conv2d', p, args),
  keras: kerasConvolution(2),
})
