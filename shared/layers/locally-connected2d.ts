import { defineLayer } from './define.ts'
import { ownKeras } from './keras.ts'
import { locallyConnected } from './locally-connected.ts'
import { ownLayer } from './tfjs.ts'

export const locallyConnected2d = defineLayer({
  ...locallyConnected(2),
  type: 'locallyConnected2d',
  label: 'Locally connected 2D',
  help: 'Slides windows over a picture as a convolution does, but every position has a kernel and a bias of its own. Parameters height·width·F·F·C·filters + height·width·filters. Keras 2; LeCun, 1989; Taigman et al., 2014.',
  tfjs: (_, args) => ownLayer('locallyConnected2d', args),
  keras: (_, args) => ownKeras('LocallyConnected', args),
})
