import { call } from '../emit/call.ts'
import { padWithZeros } from './convolution.ts'
import { defineLayer } from './define.ts'
import { borderDeclaration } from './sides.ts'
import { isNone, sidesArgument } from './tfjs.ts'
import { form, torchBorder } from './torch.ts'

export const zeroPadding2d = defineLayer({
  ...borderDeclaration(2),
  type: 'zeroPadding2d',
  label: 'Zero padding',
  help: 'Puts rows and columns of zeros around a picture: height + top + bottom, width + left + right.',
  lower: (g, p, [x]) => (isNone(p.padding) ? x : padWithZeros(g, x, p.padding)),
  tfjs: (_, { padding, ...rest }) =>
    call('zeroPadding2d', {
      ...rest,
      ...(padding !== undefined && { padding: sidesArgument(padding) }),
    }),
  pytorch: p => form('first', torchBorder(p.padding)),
})
