import { call } from '../emit/call.ts'
import { isDilated } from './convolution.ts'
import { defineLayer } from './define.ts'
import { ownKeras } from './keras.ts'
import { plainConvolution } from './plain-convolution.ts'
import { isNone, ownLayer, sidesArgument, tfjsLayer } from './tfjs.ts'

export const conv3d = defineLayer({
  ...plainConvolution(3),
  type: 'conv3d',
  label: 'Conv 3D',
  help: 'Slides learned windows through a volume, or through the frames of a film: outᵢ = Σ window·kernelᵢ + biasᵢ. Parameters F·F·F·(C÷groups)·filters + filters. Ji et al., 2013; Tran et al., 2015.',
  // tfjs has no numeric padding of volumes, and no gradient of dilation.
  tfjs: (p, args) =>
    p.groups > 1 || isDilated(p) || typeof p.padding !== 'string'
      ? ownLayer('conv3d', args)
      : tfjsLayer('conv3d', p, args),
  // TensorFlow has no groups of volumes on a CPU; Keras's way around it compiles for seconds.
  keras: (p, args) => {
    const { padding, ...rest } = args
    const main = (given: typeof args) =>
      p.groups > 1
        ? ownKeras('GroupedConvolution', given)
        : call('Conv3D', given, { weights: true })
    if (typeof p.padding === 'string') return main(args)
    if (isNone(p.padding) || padding === undefined) return main(rest)
    return [call('ZeroPadding3D', { padding: sidesArgument(padding) }), main(rest)]
  },
})
