import { defineLayer } from './define.ts'
import { averagePool } from './pool.ts'
import { poolingDeclaration } from './pooling.ts'
import { ownLayer, tfjsLayer } from './tfjs.ts'
import { torchAveragePool } from './torch-pooling.ts'

export const averagePooling1d = defineLayer({
  ...poolingDeclaration(1),
  type: 'averagePooling1d',
  label: 'Average pooling 1D',
  help: 'Takes the mean of each window of a sequence, channel by channel. Padding in numbers counts as zeros (as in PyTorch), padding same is left out of the mean (as in Keras).',
  keeps: () => ({}),
  lower: (g, p, [x]) => averagePool(g, x, p),
  // tfjs forgets in its gradient that the border of `same` does not count.
  tfjs: (p, args) =>
    p.padding === 'valid'
      ? tfjsLayer('averagePooling1d', p, args)
      : ownLayer('averagePooling1d', args),
  pytorch: torchAveragePool,
})
