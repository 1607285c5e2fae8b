import { defineLayer } from './define.ts'
import { ownLayer } from './tfjs.ts'
import { transposedConvolution } from './transposed-convolution.ts'

export const conv3dTranspose = defineLayer({
  ...transposedConvolution(3),
  type: 'conv3dTranspose',
  label: 'Transposed conv 3D',
  help: 'Enlarges a volume: every input position writes a window, strides apart, and windows add up where they overlap. Output W·S for same, (W − 1)·S + F for valid; padding in numbers crops. Zeiler et al., 2010.',
  // tfjs has no gradient of it.
  tfjs: (_, args) => ownLayer('conv3dTranspose', args),
})
