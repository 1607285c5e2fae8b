import { defineLayer } from './define.ts'
import { maxPool } from './pool.ts'
import { poolingDeclaration } from './pooling.ts'
import { ownLayer, tfjsLayer } from './tfjs.ts'

export const maxPooling3d = defineLayer({
  ...poolingDeclaration(3),
  type: 'maxPooling3d',
  label: 'Max pooling 3D',
  help: 'Keeps the largest number of each window of a volume, channel by channel; padding never wins. Output floor((W − F + P) ÷ S) + 1 along each axis. Tran et al., 2014.',
  lower: (g, p, [x]) => maxPool(g, x, p),
  tfjs: (p, args) =>
    typeof p.padding === 'string'
      ? tfjsLayer('maxPooling3d', p, args)
      : ownLayer('maxPooling3d', args),
})
