import { padWithZeros } from './convolution.ts'
import { defineLayer } from './define.ts'
import { poolingAttributes, poolingDeclaration } from './pooling.ts'
import { isNone, tfjsLayer } from './tfjs.ts'

export const averagePooling2d = defineLayer({
  ...poolingDeclaration,
  type: 'averagePooling2d',
  label: 'Average pooling',
  help: 'Takes the mean of each window, channel by channel. Padding in numbers counts as zeros (as in PyTorch), padding same is left out of the mean (as in Keras). LeCun et al., 1998.',
  lower: (g, p, [x]) => {
    const attributes = poolingAttributes(p)
    if (p.padding === 'same') return g.op('AvgPool', [x], { ...attributes, padding: 'SAME' })
    const padded = isNone(p.padding) || p.padding === 'valid' ? x : padWithZeros(g, x, p.padding)
    return g.op('AvgPool', [padded], { ...attributes, padding: 'VALID' })
  },
  tfjs: (p, args) => tfjsLayer('averagePooling2d', p, args),
})
