import { isDilated } from './convolution.ts'
import { defineLayer } from './define.ts'
import { kerasConvolution } from './keras-convolution.ts'
import { plainConvolution } from './plain-convolution.ts'
import { causalPadding } from './spatial.ts'
import { ownLayer, tfjsLayer } from './tfjs.ts'

const shared = plainConvolution(1)

export const conv1d = defineLayer({
  ...shared,
  type: 'conv1d',
  label: 'Conv 1D',
  help: 'Slides learned windows along a sequence: outᵢ = Σ window·kernelᵢ + biasᵢ. With causal padding an output sees nothing that comes after it. Parameters F·(C÷groups)·filters + filters. Waibel et al., 1989; van den Oord et al., 2016.',
  params: { ...shared.params, padding: causalPadding() },
  // tfjs has neither causal nor numeric padding of sequences, nor a gradient of dilation.
  tfjs: (p, args) =>
    p.groups > 1 ||
    p.weightNormalization ||
    isDilated(p) ||
    (p.padding !== 'same' && p.padding !== 'valid')
      ? ownLayer('conv1d', args)
      : tfjsLayer('conv1d', p, args),
  keras: kerasConvolution(1),
})
