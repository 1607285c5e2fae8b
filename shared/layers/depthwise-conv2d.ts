import { isDilated } from './convolution.ts'
import { defineLayer } from './define.ts'
import { depthwiseConvolution } from './depthwise.ts'
import { ownLayer, tfjsLayer } from './tfjs.ts'

export const depthwiseConv2d = defineLayer({
  ...depthwiseConvolution(2),
  type: 'depthwiseConv2d',
  label: 'Depthwise conv 2D',
  help: 'Slides a window of its own over every channel and never mixes channels. Parameters F·F·C·m + C·m, with m outputs per channel. Sifre, 2014; Howard et al., 2017.',
  tfjs: (p, args) =>
    isDilated(p) || p.strides[0] !== p.strides[1]
      ? ownLayer('depthwiseConv2d', args)
      : tfjsLayer('depthwiseConv2d', p, args),
})
