import { augmenting, drawn, moved } from './augmenting.ts'
import { joined, paddings } from './convolution.ts'
import { defineLayer, type Shape } from './define.ts'
import type { Graph, Value } from './graph.ts'
import { int } from './parameters.ts'
import { proportionalCrop, resize } from './resize.ts'
import { crop } from './sides.ts'
import { times } from './sizes.ts'
import { picture } from './space.ts'
import type { Pair } from './spatial.ts'
import { ownLayer } from './tfjs.ts'
import { form, ownTorch } from './torch.ts'

export const randomCrop = defineLayer({
  ...augmenting,
  type: 'randomCrop',
  label: 'Random crop',
  help: 'In training cuts height × width out of each picture at a place of its own, with padding out of the picture surrounded by zeros. Otherwise takes the largest middle of those proportions and gives it that size; with padding a picture of that size stays as it is. A picture that is too small is treated like that in training too. He et al., 2015 (32×32, padding 4); Keras RandomCrop.',
  params: {
    height: int('Height', 224, { required: true }),
    width: int('Width', 224, { required: true }),
    padding: int('Padding', 0, {
      help: 'Zeros put on every side before the cut, in training only.',
      minimum: 0,
    }),
  },
  shape: (p, [x]) => [p.height, p.width, picture(x)[2]],
  remarks: (p, [x]) => {
    const [height, width] = picture(x)
    const isWhole = p.height === height && p.width === width && p.padding === 0
    if (!isWhole) return []
    return [
      {
        code: 'no-augmentation',
        severity: 'hint',
        message: `The crop of ${times([p.height, p.width])} is the whole picture, so this layer does nothing. Give it a padding or a smaller size.`,
        mends: [
          { label: 'Remove this layer', repair: { kind: 'remove' } },
          { label: 'Use padding 4', repair: { kind: 'setParams', params: { padding: 4 } } },
        ],
      },
    ]
  },
  keeps: () => ({}),
  reach: (p, x) => {
    const kept = proportionalCrop(x, sizeOf(p)).map(
      ([before, after], axis) => (x[axis] ?? 1) - before - after,
    )
    return kept.map((size, axis) => {
      const stride = size / sizeOf(p)[axis === 0 ? 0 : 1]
      return { size: stride === 1 ? 1 : Math.min(2, size), stride }
    })
  },
  summary: p => joined(times(sizeOf(p)), p.padding > 0 && `padding ${p.padding}`),
  explain: (p, [x]) =>
    room(p, x).map((places, axis) => ({
      quantity: axis === 0 ? 'Rows' : 'Columns',
      formula: `${x[axis]} + 2·${p.padding} − ${sizeOf(p)[axis === 0 ? 0 : 1]} + 1`,
      result: places > 0 ? `${places} places` : 'too small',
    })),
  lower: (g, p, [x], { inputs }) => {
    if (g.training && fits(p, inputs[0])) return cutByChance(g, p, x, inputs[0])
    const kept = crop(g, x, proportionalCrop(inputs[0], sizeOf(p)))
    return resize(g, kept, sizeOf(p), 'bilinear')
  },
  tfjs: (_, args) => ownLayer('randomCrop', args),
  keras: (_, args) => ({ name: 'RandomCrop', args, from: 'own' }),
  pytorch: p =>
    form(
      'first',
      ownTorch('RandomCrop', sizeOf(p), { ...(p.padding > 0 && { padding: p.padding }) }),
    ),
})

interface Cut {
  readonly height: number
  readonly width: number
  readonly padding: number
}

function sizeOf(p: Cut): Pair {
  return [p.height, p.width]
}

/** Places for the cut along each axis. */
function room(p: Cut, x: Shape): readonly number[] {
  return sizeOf(p).map((size, axis) => (x[axis] ?? 1) + 2 * p.padding - size + 1)
}

function fits(p: Cut, x: Shape): boolean {
  return room(p, x).every(places => places >= 1)
}

/** Whole numbers of pixels, so that the nearest pixel is the pixel itself. */
function cutByChance(g: Graph, p: Cut, x: Value, shape: Shape): Value {
  const side: Pair = [p.padding, p.padding]
  const whole = p.padding > 0 ? g.op('Pad', [x, paddings(g, [side, side])]) : x
  const [top, left] = room(p, shape).map(places => {
    const place = g.op('FloorDiv', [drawn(g, x, [0, places]), g.constant(1)])
    // A draw just below 1 may round up to the number of places.
    return g.op('Minimum', [place, g.constant(places - 1)])
  })
  if (!top || !left) return x
  const matrix = [
    [1, 0, left],
    [0, 1, top],
  ] as const
  const nearest = { fillMode: 'constant', interpolation: 'nearest', fillValue: 0 } as const
  return moved(g, whole, top, matrix, nearest, sizeOf(p))
}
