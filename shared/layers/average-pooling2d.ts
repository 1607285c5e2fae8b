import { defineLayer } from './define.ts'
import { averagePool } from './pool.ts'
import { poolingDeclaration } from './pooling.ts'
import { ownLayer, tfjsLayer } from './tfjs.ts'
import { torchAveragePool } from './torch-pooling.ts'

export const averagePooling2d = defineLayer({
  ...poolingDeclaration(2),
  type: 'averagePooling2d',
  label: 'Average pooling',
  help: 'Takes the mean of each window, channel by channel. Padding in numbers counts as zeros (as in PyTorch), padding same is left out of the mean (as in Keras). LeCun et al., 1998.',
  keeps: () => ({}),
  lower: (g, p, [x]) => averagePool(g, x, p),
  // tfjs forgets in its gradient that the border of `same` does not count.
  tfjs: (p, args) =>
    p.padding === 'same'
      ? ownLayer('averagePooling2d', args)
      : tfjsLayer('averagePooling2d', p, args),
  pytorch: torchAveragePool,
})
