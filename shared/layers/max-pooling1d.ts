import { defineLayer } from './define.ts'
import { maxPool } from './pool.ts'
import { poolingDeclaration } from './pooling.ts'
import { ownLayer, tfjsLayer } from './tfjs.ts'
import { torchMaxPool } from './torch-pooling.ts'

export const maxPooling1d = defineLayer({
  ...poolingDeclaration(1),
  type: 'maxPooling1d',
  label: 'Max pooling 1D',
  help: 'Keeps the largest number of each window of a sequence, channel by channel; padding never wins. Output floor((L − F + P) ÷ S) + 1. Collobert et al., 2011.',
  lower: (g, p, [x]) => maxPool(g, x, p),
  tfjs: (p, args) =>
    typeof p.padding === 'string'
      ? tfjsLayer('maxPooling1d', p, args)
      : ownLayer('maxPooling1d', args),
  pytorch: torchMaxPool,
})
