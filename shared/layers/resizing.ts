import { joined } from './convolution.ts'
import { defineLayer } from './define.ts'
import { choice, flag, int } from './parameters.ts'
import { interpolations, proportionalCrop, resize } from './resize.ts'
import { crop } from './sides.ts'
import { times } from './sizes.ts'
import { picture } from './space.ts'
import type { Pair } from './spatial.ts'
import { ownLayer } from './tfjs.ts'
import { torchResizing } from './torch-shaping.ts'

interface Target {
  readonly height: number
  readonly width: number
  readonly cropToAspectRatio: boolean
}

export const resizing = defineLayer({
  type: 'resizing',
  label: 'Resizing',
  group: 'preprocessing',
  help: 'Gives a picture another height and width. Bilinear mixes the four pixels around (i + ½)·input ÷ output − ½, nearest takes the one whose square that point is in; neither smooths before it shrinks. Keras Resizing.',
  inputs: 'one',
  params: {
    height: int('Height', 224, { required: true }),
    width: int('Width', 224, { required: true }),
    interpolation: choice('Interpolation', interpolations, 'bilinear'),
    cropToAspectRatio: flag('Crop to proportions', false, {
      help: 'On: first cuts the picture to the proportions of the target, so that nothing is stretched.',
    }),
  },
  shape: (p, [x]) => [p.height, p.width, picture(x)[2]],
  keeps: () => ({}),
  // Two neighbours along each axis make a pixel.
  reach: (p, x) =>
    source(p, x).map((size, axis) => ({
      size: p.interpolation === 'bilinear' ? Math.min(2, size) : 1,
      stride: size / target(p)[axis === 0 ? 0 : 1],
    })),
  summary: p =>
    joined(
      times(target(p)),
      p.interpolation !== 'bilinear' && p.interpolation,
      p.cropToAspectRatio && 'cropped',
    ),
  explain: (p, [x]) =>
    source(p, x).map((size, axis) => {
      const wanted = target(p)[axis === 0 ? 0 : 1]
      return {
        quantity: axis === 0 ? 'Rows' : 'Columns',
        formula: `${size} → ${wanted}`,
        result: `×${Number((wanted / size).toFixed(2))}`,
      }
    }),
  lower: (g, p, [x], { inputs }) => {
    const sides = proportionalCrop(inputs[0], target(p))
    const kept = p.cropToAspectRatio ? crop(g, x, sides) : x
    return resize(g, kept, target(p), p.interpolation)
  },
  tfjs: (_, args) => ownLayer('resizing', args),
  pytorch: (p, _, { inputs: [x = []] }) =>
    torchResizing(
      p.cropToAspectRatio ? proportionalCrop(x, target(p)) : null,
      x,
      target(p),
      p.interpolation,
    ),
})

function target(p: Target): Pair {
  return [p.height, p.width]
}

/** Rows and columns that are read. */
function source(p: Target, x: readonly number[]): readonly number[] {
  const sides = proportionalCrop(x, target(p))
  return picture(x)
    .slice(0, 2)
    .map((size, axis) => {
      const [before, after] = sides[axis === 0 ? 0 : 1]
      return p.cropToAspectRatio ? size - before - after : size
    })
}
