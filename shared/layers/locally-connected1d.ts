import { defineLayer } from './define.ts'
import { ownKeras } from './keras.ts'
import { locallyConnected } from './locally-connected.ts'
import { ownLayer } from './tfjs.ts'

export const locallyConnected1d = defineLayer({
  ...locallyConnected(1),
  type: 'locallyConnected1d',
  label: 'Locally connected 1D',
  help: 'Slides windows along a sequence as a convolution does, but every position has a kernel and a bias of its own. Parameters length·F·C·filters + length·filters. Keras 2; LeCun, 1989.',
  tfjs: (_, args) => ownLayer('locallyConnected1d', args),
  keras: (_, args) => ownKeras('LocallyConnected', args),
})
