import { defineLayer } from './define.ts'
import { maxPool } from './pool.ts'
import { poolingDeclaration } from './pooling.ts'
import { ownLayer } from './tfjs.ts'
import { torchMaxPool } from './torch-pooling.ts'

export const maxPooling3d = defineLayer({
  ...poolingDeclaration(3),
  type: 'maxPooling3d',
  label: 'Max pooling 3D',
  help: 'Keeps the largest number of each window of a volume, channel by channel; padding never wins. Output floor((W − F + P) ÷ S) + 1 along each axis. Tran et al., 2014.',
  lower: (g, p, [x]) => maxPool(g, x, p),
  // That of tfjs has a wrong gradient where the sides of the window differ or overlap.
  tfjs: (_, args) => ownLayer('maxPooling3d', args),
  pytorch: torchMaxPool,
})
