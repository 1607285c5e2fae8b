import { defineLayer } from './define.ts'
import { separableConvolution } from './depthwise.ts'
import { ownLayer } from './tfjs.ts'

export const separableConv1d = defineLayer({
  ...separableConvolution(1),
  type: 'separableConv1d',
  label: 'Separable conv 1D',
  help: 'A depthwise convolution along a sequence followed by one that mixes the channels: about 1÷filters + 1÷F of the cost of a plain one. Parameters F·C·m + C·m·filters + filters. Chollet, 2016.',
  tfjs: (_, args) => ownLayer('separableConv1d', args),
})
