import { defineLayer, type Shape } from './define.ts'
import { int } from './parameters.ts'
import { centred, proportionalCrop, resize } from './resize.ts'
import { crop } from './sides.ts'
import { times } from './sizes.ts'
import { picture } from './space.ts'
import type { Pair } from './spatial.ts'
import { ownLayer } from './tfjs.ts'
import { torchResizing } from './torch-shaping.ts'

interface Target {
  readonly height: number
  readonly width: number
}

export const centerCrop = defineLayer({
  type: 'centerCrop',
  label: 'Center crop',
  group: 'preprocessing',
  help: 'Keeps the middle of a picture: rows from floor((h − height) ÷ 2), columns alike. Of a picture that is smaller than the target it keeps the largest middle of the target’s proportions and enlarges that bilinearly. Keras CenterCrop.',
  inputs: 'one',
  params: {
    height: int('Height', 224, { required: true }),
    width: int('Width', 224, { required: true }),
  },
  shape: (p, [x]) => [p.height, p.width, picture(x)[2]],
  remarks: (p, [x]) => {
    if (fits(p, x)) return []
    return [
      {
        code: 'crop-enlarges',
        severity: 'hint',
        message: `The ${times(x.slice(0, 2))} input is smaller than ${times([p.height, p.width])}, so its middle is enlarged.`,
        mends: [
          {
            label: `Crop to ${times([Math.min(p.height, x[0] ?? 1), Math.min(p.width, x[1] ?? 1)])}`,
            repair: {
              kind: 'setParams',
              params: {
                height: Math.min(p.height, x[0] ?? 1),
                width: Math.min(p.width, x[1] ?? 1),
              },
            },
          },
        ],
      },
    ]
  },
  keeps: () => ({}),
  reach: (p, x) => {
    if (fits(p, x)) return [0, 1].map(() => ({ size: 1, stride: 1 }))
    return sidesOf(p, x).map(([before, after], axis) => {
      const kept = (x[axis] ?? 1) - before - after
      return { size: Math.min(2, kept), stride: kept / (axis === 0 ? p.height : p.width) }
    })
  },
  summary: p => times([p.height, p.width]),
  explain: (p, [x]) =>
    sidesOf(p, x).map(([before, after], axis) => ({
      quantity: axis === 0 ? 'Rows' : 'Columns',
      formula: `${x[axis]} − ${before} − ${after}`,
      result: String((x[axis] ?? 1) - before - after),
    })),
  lower: (g, p, [x], { inputs }) =>
    resize(g, crop(g, x, sidesOf(p, inputs[0])), [p.height, p.width], 'bilinear'),
  tfjs: (_, args) => ownLayer('centerCrop', args),
  pytorch: (p, _, { inputs: [x = []] }) =>
    torchResizing(sidesOf(p, x), x, [p.height, p.width], 'bilinear'),
})

function fits(p: Target, x: Shape): boolean {
  const [height, width] = picture(x)
  return height >= p.height && width >= p.width
}

function sidesOf(p: Target, x: Shape): readonly [Pair, Pair] {
  const [height, width] = picture(x)
  if (!fits(p, x)) return proportionalCrop(x, [p.height, p.width])
  return [centred(height, p.height), centred(width, p.width)]
}
