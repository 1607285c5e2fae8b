import { call } from '../emit/call.ts'
import { defineLayer } from './define.ts'
import { croppingDeclaration } from './sides.ts'
import { sidesArgument } from './tfjs.ts'
import { torchCropping } from './torch-shaping.ts'

export const cropping2d = defineLayer({
  ...croppingDeclaration(2, 0),
  type: 'cropping2d',
  label: 'Cropping',
  help: 'Takes rows and columns away at the edges of a picture: height − top − bottom, width − left − right.',
  // tfjs writes the D of this one in capitals, and knows no default.
  tfjs: (_, { cropping = 0, ...rest }) =>
    call('cropping2D', { cropping: sidesArgument(cropping), ...rest }),
  pytorch: torchCropping,
})
