import { isDilated } from './convolution.ts'
import { defineLayer } from './define.ts'
import { ownLayer, tfjsLayer } from './tfjs.ts'
import { transposedConvolution } from './transposed-convolution.ts'

export const conv2dTranspose = defineLayer({
  ...transposedConvolution(2),
  type: 'conv2dTranspose',
  label: 'Transposed conv 2D',
  help: 'Enlarges a picture: every input pixel writes a window, strides apart, and windows add up where they overlap. Output W·S for same, (W − 1)·S + F for valid; padding in numbers crops. Zeiler et al., 2010.',
  tfjs: (p, args) =>
    typeof p.padding !== 'string' || p.outputPadding !== null || isDilated(p)
      ? ownLayer('conv2dTranspose', args)
      : tfjsLayer('conv2dTranspose', p, args),
})
