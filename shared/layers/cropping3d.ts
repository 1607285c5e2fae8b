import { defineLayer } from './define.ts'
import { croppingDeclaration } from './sides.ts'
import { ownLayer } from './tfjs.ts'
import { torchCropping } from './torch-shaping.ts'

export const cropping3d = defineLayer({
  ...croppingDeclaration(3, 1),
  type: 'cropping3d',
  label: 'Cropping 3D',
  help: 'Takes planes, rows and columns away at the faces of a volume: each size − before − after.',
  tfjs: (_, args) => ownLayer('cropping3d', args),
  pytorch: torchCropping,
})
