import { defineLayer } from './define.ts'
import { depthwiseConvolution } from './depthwise.ts'
import { ownLayer } from './tfjs.ts'

export const depthwiseConv1d = defineLayer({
  ...depthwiseConvolution(1),
  type: 'depthwiseConv1d',
  label: 'Depthwise conv 1D',
  help: 'Slides a window of its own along every channel of a sequence and never mixes channels. Parameters F·C·m + C·m, with m outputs per channel. Sifre, 2014; Howard et al., 2017.',
  tfjs: (_, args) => ownLayer('depthwiseConv1d', args),
})
