import { defineLayer } from './define.ts'
import { ownKeras } from './keras.ts'
import { maxPool } from './pool.ts'
import { poolingDeclaration } from './pooling.ts'
import { ownLayer } from './tfjs.ts'
import { torchOwnPool } from './torch-pooling.ts'

export const minPooling2d = defineLayer({
  ...poolingDeclaration(2),
  type: 'minPooling2d',
  label: 'Min pooling',
  help: 'Keeps the smallest number of each window, channel by channel: min x = −max(−x); padding never wins. The erosion of mathematical morphology, Serra, 1982.',
  lower: (g, p, [x]) => g.op('Neg', [maxPool(g, g.op('Neg', [x]), p)]),
  tfjs: (_, args) => ownLayer('minPooling2d', args),
  keras: (_, args) => ownKeras('MinPooling2D', args),
  pytorch: torchOwnPool('MinPool2d', Number.POSITIVE_INFINITY),
})
