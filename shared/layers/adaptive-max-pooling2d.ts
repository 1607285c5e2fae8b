import { adaptiveDeclaration, adaptivePool } from './adaptive.ts'
import { defineLayer } from './define.ts'
import { ownKeras } from './keras.ts'
import { ownLayer } from './tfjs.ts'
import { axes, form, nn } from './torch.ts'

export const adaptiveMaxPooling2d = defineLayer({
  ...adaptiveDeclaration,
  type: 'adaptiveMaxPooling2d',
  label: 'Adaptive max pooling',
  help: 'Keeps the largest numbers so that the output has the wanted size whatever the input’s: row i of m over n reads floor(i·n ÷ m) … ceil((i + 1)·n ÷ m), columns alike. Keras AdaptiveMaxPooling2D, PyTorch AdaptiveMaxPool2d.',
  lower: (g, p, [x]) => adaptivePool(g, 'max', x, p.outputSize),
  tfjs: (_, args) => ownLayer('adaptiveMaxPooling2d', args),
  // That of Keras 3.15 divides by zero on a CPU.
  keras: (_, args) => ownKeras('AdaptiveMaxPooling2D', args),
  pytorch: (_, w) => form('first', nn('AdaptiveMaxPool2d', [axes(w.outputSize)])),
})
