import { augmenting, drawn, filling, moved, remarkOnNothing, times } from './augmenting.ts'
import { joined } from './convolution.ts'
import { defineLayer } from './define.ts'
import { aroundZero, factor, rangeText } from './numbers.ts'
import type { Pair } from './spatial.ts'
import { ownLayer } from './tfjs.ts'
import { torchMove } from './torch-preprocessing.ts'

const limits = { required: true, minimum: -1, maximum: 1 }

export const randomTranslation = defineLayer({
  ...augmenting,
  type: 'randomTranslation',
  label: 'Random translation',
  help: 'In training moves each picture up or down by a share of its height and left or right by a share of its width, drawn from −factor to factor or between two factors; otherwise does nothing. Positive shares move down and to the right. Keras RandomTranslation.',
  params: {
    heightFactor: factor('Height factor', 0.1, {
      help: 'The largest share of the height either way, or [low, high].',
      ...limits,
    }),
    widthFactor: factor('Width factor', 0.1, {
      help: 'The largest share of the width either way, or [low, high].',
      ...limits,
    }),
    ...filling,
  },
  starts: { heightFactor: 0.1, widthFactor: 0.1 },
  keeps: () => ({}),
  remarks: p =>
    remarkOnNothing(
      [...sharesOf(p)].flat().every(end => end === 0),
      { heightFactor: 0.1 },
    ),
  summary: p => joined(...sharesOf(p).map(rangeText), p.fillMode),
  explain: (p, [x]) =>
    sharesOf(p).map((share, axis) => ({
      quantity: axis === 0 ? 'Rows' : 'Columns',
      formula: `${rangeText(share)} · ${x[axis]}`,
      result: rangeText(pixels(share, x[axis] ?? 1)),
    })),
  lower: (g, p, [x], { output }) => {
    if (!g.training) return x
    const [rows, columns] = sharesOf(p).map((share, axis) =>
      drawn(g, x, [share[0] * (output[axis] ?? 1), share[1] * (output[axis] ?? 1)]),
    )
    if (!rows || !columns) return x
    const matrix = [
      [1, 0, times(g, columns, -1)],
      [0, 1, times(g, rows, -1)],
    ] as const
    return moved(g, x, rows, matrix, p)
  },
  tfjs: (_, args) => ownLayer('randomTranslation', args),
  pytorch: p => torchMove('translation', sharesOf(p), p),
})

interface Factors {
  readonly heightFactor: number | Pair
  readonly widthFactor: number | Pair
}

function sharesOf(p: Factors): readonly [Pair, Pair] {
  return [aroundZero(p.heightFactor), aroundZero(p.widthFactor)]
}

function pixels([low, high]: Pair, size: number): Pair {
  return [Number((low * size).toFixed(2)), Number((high * size).toFixed(2))]
}
