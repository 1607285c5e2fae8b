import { defineLayer } from './define.ts'
import { ownLayer } from './tfjs.ts'
import { transposedConvolution } from './transposed-convolution.ts'

export const conv1dTranspose = defineLayer({
  ...transposedConvolution(1),
  type: 'conv1dTranspose',
  label: 'Transposed conv 1D',
  help: 'Lengthens a sequence: every input step writes a window, strides apart, and windows add up where they overlap. Output W·S for same, (W − 1)·S + F for valid; padding in numbers crops. Zeiler et al., 2010.',
  tfjs: (_, args) => ownLayer('conv1dTranspose', args),
})
