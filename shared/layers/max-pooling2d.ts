import { defineLayer } from './define.ts'
import { maxPool } from './pool.ts'
import { poolingDeclaration } from './pooling.ts'
import { isNone, ownLayer, tfjsLayer } from './tfjs.ts'
import { torchMaxPool } from './torch-pooling.ts'

export const maxPooling2d = defineLayer({
  ...poolingDeclaration(2),
  type: 'maxPooling2d',
  label: 'Max pooling',
  help: 'Keeps the largest number of each window, channel by channel; padding never wins. Output floor((W − F + P) ÷ S) + 1. Ranzato et al., 2007.',
  lower: (g, p, [x]) => maxPool(g, x, p),
  tfjs: (p, args) =>
    typeof p.padding === 'string' || isNone(p.padding)
      ? tfjsLayer('maxPooling2d', p, args)
      : ownLayer('maxPooling2d', args),
  pytorch: torchMaxPool,
})
