import { call } from '../emit/call.ts'
import { defineLayer } from './define.ts'
import { croppingDeclaration } from './sides.ts'
import { sidesArgument } from './tfjs.ts'

export const cropping2d = defineLayer({
  ...croppingDeclaration(2, 0),
  type: 'cropping2d',
  label: 'Cropping',
  help: 'Takes rows and columns away at the edges of a picture: height − top − bottom, width − left − right.',
  // tfjs writes the D of this one in capitals.
  tfjs: (_, { cropping, ...rest }) =>
    call('cropping2D', {
      ...rest,
      ...(cropping !== undefined && { cropping: sidesArgument(cropping) }),
    }),
})
