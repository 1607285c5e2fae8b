import { isDilated } from './convolution.ts'
import { defineLayer } from './define.ts'
import { kerasConvolution } from './keras-convolution.ts'
import { plainConvolution } from './plain-convolution.ts'
import { ownLayer, tfjsLayer } from './tfjs.ts'

export const conv3d = defineLayer({
  ...plainConvolution(3),
  type: 'conv3d',
  label: 'Conv 3D',
  help: 'Slides learned windows through a volume, or through the frames of a film: outᵢ = Σ window·kernelᵢ + biasᵢ. Parameters F·F·F·(C÷groups)·filters + filters. Ji et al., 2013; Tran et al., 2015.',
  // tfjs has no numeric padding of volumes, and no gradient of dilation.
  tfjs: (p, args) =>
    p.groups > 1 || p.weightNormalization || isDilated(p) || typeof p.padding !== 'string'
      ? ownLayer('conv3d', args)
      : tfjsLayer('conv3d', p, args),
  // TensorFlow has no groups of volumes on a CPU; Keras's way around it compiles for seconds.
  keras: kerasConvolution(3),
})
