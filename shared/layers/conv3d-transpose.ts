import { isDilated } from './convolution.ts'
import { defineLayer } from './define.ts'
import { ownLayer, tfjsLayer } from './tfjs.ts'
import { transposedConvolution } from './transposed-convolution.ts'

export const conv3dTranspose = defineLayer({
  ...transposedConvolution(3),
  type: 'conv3dTranspose',
  label: 'Transposed conv 3D',
  help: 'Enlarges a volume: every input position writes a window, strides apart, and windows add up where they overlap. Output W·S for same, (W − 1)·S + F for valid; padding in numbers crops. Zeiler et al., 2010.',
  tfjs: (p, args) =>
    typeof p.padding !== 'string' || p.outputPadding !== null || isDilated(p)
      ? ownLayer('conv3dTranspose', args)
      : tfjsLayer('conv3dTranspose', p, args),
})
