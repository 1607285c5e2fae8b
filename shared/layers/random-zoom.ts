import { augmenting, drawn, filling, less, moved, remarkOnNothing, times } from './augmenting.ts'
import { joined } from './convolution.ts'
import { defineLayer } from './define.ts'
import { aroundZero, type Factor, factor, optionalFactor, rangeText } from './numbers.ts'
import type { Pair } from './spatial.ts'
import { ownLayer } from './tfjs.ts'
import { torchMove } from './torch-preprocessing.ts'

const limits = { minimum: -0.99, maximum: 1 }

export const randomZoom = defineLayer({
  ...augmenting,
  type: 'randomZoom',
  label: 'Random zoom',
  help: 'In training shows of each picture 1 + z times its height and width about the middle, z drawn from −factor to factor or between two factors: below 0 it comes nearer, above 0 it goes away; otherwise does nothing. Keras RandomZoom.',
  params: {
    heightFactor: factor('Height factor', 0.1, {
      help: 'The largest change of the height either way, or [low, high]; −0.5 enlarges twice.',
      required: true,
      ...limits,
    }),
    widthFactor: optionalFactor(
      'Width factor',
      'Nothing: as the height, so that pictures keep their proportions.',
      limits,
    ),
    ...filling,
  },
  starts: { heightFactor: 0.1 },
  keeps: () => ({}),
  remarks: p =>
    remarkOnNothing(
      factorsOf(p)
        .flat()
        .every(end => end === 0),
      { heightFactor: 0.1 },
    ),
  summary: p => joined(...factorsOf(p).map(rangeText), p.fillMode),
  explain: p =>
    factorsOf(p).map((zoom, axis, all) => ({
      quantity: all.length === 1 ? 'Height and width' : axis === 0 ? 'Height' : 'Width',
      formula: `1 ÷ (1 + z), z ${rangeText(zoom)}`,
      result: `×${said(1 / (1 + zoom[1]))} to ×${said(1 / (1 + zoom[0]))}`,
    })),
  lower: (g, p, [x], { output }) => {
    if (!g.training) return x
    const [height = 1, width = 1] = output
    const [rows, columns] = factorsOf(p).map(([low, high]) => drawn(g, x, [1 + low, 1 + high]))
    if (!rows) return x
    const across = columns ?? rows
    const matrix = [
      [across, 0, times(g, less(g, 1, across), (width - 1) / 2)],
      [0, rows, times(g, less(g, 1, rows), (height - 1) / 2)],
    ] as const
    return moved(g, x, rows, matrix, p)
  },
  tfjs: (_, args) => ownLayer('randomZoom', args),
  pytorch: p => torchMove('zoom', factorsOf(p), p),
})

interface Factors {
  readonly heightFactor: Factor
  readonly widthFactor: Factor | null
}

/** One pair for both axes, or one for each. */
function factorsOf({ heightFactor, widthFactor }: Factors): readonly Pair[] {
  return [heightFactor, widthFactor].flatMap(each => (each === null ? [] : [aroundZero(each)]))
}

function said(value: number): string {
  return String(Number(value.toFixed(2)))
}
