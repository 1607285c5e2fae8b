import { padWithZeros } from './convolution.ts'
import { defineLayer } from './define.ts'
import { borderDeclaration } from './sides.ts'
import { isNone, ownLayer } from './tfjs.ts'
import { form, torchBorder } from './torch.ts'

export const zeroPadding1d = defineLayer({
  ...borderDeclaration(1),
  type: 'zeroPadding1d',
  label: 'Zero padding 1D',
  help: 'Puts zeros before and after a sequence: length + before + after.',
  lower: (g, p, [x]) => (isNone(p.padding) ? x : padWithZeros(g, x, p.padding)),
  tfjs: (_, args) => ownLayer('zeroPadding1d', args),
  pytorch: p => form('first', torchBorder(p.padding)),
})
