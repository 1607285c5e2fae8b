import { isDilated } from './convolution.ts'
import { defineLayer } from './define.ts'
import { separableConvolution } from './depthwise.ts'
import { ownLayer, tfjsLayer } from './tfjs.ts'

export const separableConv2d = defineLayer({
  ...separableConvolution(2),
  type: 'separableConv2d',
  label: 'Separable conv 2D',
  help: 'A depthwise convolution followed by a 1×1 convolution: about 1÷filters + 1÷F² of the cost of a plain one. Parameters F·F·C·m + C·m·filters + filters. Chollet, 2016.',
  // On tfjs-node the dilated one goes through the operation with the wrong gradient.
  tfjs: (p, args) =>
    isDilated(p) || p.strides[0] !== p.strides[1]
      ? ownLayer('separableConv2d', args)
      : tfjsLayer('separableConv2d', p, args),
})
