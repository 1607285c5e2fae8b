import { defineLayer } from './define.ts'
import { croppingDeclaration } from './sides.ts'
import { ownLayer } from './tfjs.ts'
import { torchCropping } from './torch-shaping.ts'

export const cropping1d = defineLayer({
  ...croppingDeclaration(1, 1),
  type: 'cropping1d',
  label: 'Cropping 1D',
  help: 'Takes steps away at both ends of a sequence: length − before − after.',
  tfjs: (_, args) => ownLayer('cropping1d', args),
  pytorch: torchCropping,
})
