import { adaptiveDeclaration, adaptivePool } from './adaptive.ts'
import { defineLayer } from './define.ts'
import { ownLayer } from './tfjs.ts'
import { axes, form, nn } from './torch.ts'

export const adaptiveAveragePooling2d = defineLayer({
  ...adaptiveDeclaration,
  type: 'adaptiveAveragePooling2d',
  label: 'Adaptive average pooling',
  help: 'Takes means so that the output has the wanted size whatever the input’s: row i of m over n reads floor(i·n ÷ m) … ceil((i + 1)·n ÷ m), columns alike. Keras AdaptiveAveragePooling2D, PyTorch AdaptiveAvgPool2d.',
  keeps: () => ({}),
  lower: (g, p, [x]) => adaptivePool(g, 'average', x, p.outputSize),
  tfjs: (_, args) => ownLayer('adaptiveAveragePooling2d', args),
  pytorch: (_, w) => form('first', nn('AdaptiveAvgPool2d', [axes(w.outputSize)])),
})
