import { paddings } from './convolution.ts'
import { defineLayer } from './define.ts'
import { borderDeclaration } from './sides.ts'
import { isNone, ownLayer } from './tfjs.ts'
import { form, torchBorder } from './torch.ts'

export const zeroPadding3d = defineLayer({
  ...borderDeclaration(3),
  type: 'zeroPadding3d',
  label: 'Zero padding 3D',
  help: 'Puts planes, rows and columns of zeros around a volume: each size + before + after.',
  lower: (g, p, [x]) => {
    if (isNone(p.padding)) return x
    // Not Pad: TensorFlow makes one operation of it and a Conv3D, and forgets that one's own SAME padding.
    return g.op('PadV2', [x, paddings(g, p.padding), g.constant(0, { type: x.type })])
  },
  tfjs: (_, args) => ownLayer('zeroPadding3d', args),
  pytorch: p => form('first', torchBorder(p.padding)),
})
