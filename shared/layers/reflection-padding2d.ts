import { paddings } from './convolution.ts'
import { defineLayer, LayerError, type Shape } from './define.ts'
import { ownKeras } from './keras.ts'
import { borderDeclaration } from './sides.ts'
import { sizeNameOf } from './space.ts'
import type { Sides } from './spatial.ts'
import { isNone, ownLayer } from './tfjs.ts'
import { form, nn } from './torch.ts'

const border = borderDeclaration(2)

export const reflectionPadding2d = defineLayer({
  ...border,
  type: 'reflectionPadding2d',
  label: 'Reflection padding',
  help: 'Continues a picture over its edges as a mirror would, without repeating the edge itself: a b c becomes c b a b c b a with padding 2. Keeps style transfer and image restoration free of dark borders. PyTorch ReflectionPad2d.',
  shape: (p, inputs) => {
    const output = border.shape(p, inputs)
    checkMirror(p.padding, inputs[0])
    return output
  },
  lower: (g, p, [x]) =>
    isNone(p.padding) ? x : g.op('MirrorPad', [x, paddings(g, p.padding)], { mode: 'REFLECT' }),
  tfjs: (_, args) => ownLayer('reflectionPadding2d', args),
  keras: (_, args) => ownKeras('ReflectionPadding2D', args),
  pytorch: p =>
    form('first', nn('ReflectionPad2d', [{ perAxis: [...p.padding].reverse().flat() }])),
})

/** Beyond the far edge there is nothing more to mirror. */
function checkMirror(padding: Sides, x: Shape): void {
  const axis = padding.findIndex((sides, at) => Math.max(...sides) >= (x[at] ?? 1))
  if (axis === -1) return
  const fitting = padding.map((sides, at) => sides.map(side => Math.min(side, (x[at] ?? 1) - 1)))
  throw new LayerError(
    'reflection-too-wide',
    `A border of ${Math.max(...(padding[axis] ?? [0]))} cannot be mirrored from a ${sizeNameOf(2, axis).toLowerCase()} of ${x[axis]}: it must be smaller.`,
    [
      {
        label: `Use padding ${fitting.map(side => side.join('/')).join(', ')}`,
        repair: { kind: 'setParams', params: { padding: fitting } },
      },
    ],
  )
}
