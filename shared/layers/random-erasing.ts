import { augmenting, clipped, drawn, less, plus, remarkOnNothing, times } from './augmenting.ts'
import { joined } from './convolution.ts'
import { defineLayer, LayerError, type Shape } from './define.ts'
import type { Graph, Value } from './graph.ts'
import { factor, fromZero, optionalNumbers, rangeText, valueRange } from './numbers.ts'
import { picture } from './space.ts'
import type { Pair } from './spatial.ts'
import { ownLayer } from './tfjs.ts'
import { form, ownTorch } from './torch.ts'

const share = { minimum: 0, maximum: 1 }

export const randomErasing = defineLayer({
  ...augmenting,
  type: 'randomErasing',
  label: 'Random erasing',
  help: 'In training overwrites a rectangle of each picture, with a probability that is itself drawn from 0 to factor or between two: its height and width are √a of the picture’s, a drawn for each from scale, and its place is drawn too; otherwise does nothing. With fill value 0 this is cutout. Zhong et al., 2017; DeVries and Taylor, 2017; Keras RandomErasing.',
  params: {
    factor: factor('Factor', 1, {
      help: 'The probability: drawn from 0 to this, or from [low, high]; [1, 1] erases in every picture.',
      ...share,
    }),
    scale: factor('Scale', [0.02, 0.33], {
      help: 'The share of the picture that is erased: from 0 to this, or [low, high].',
      ...share,
    }),
    fillValue: optionalNumbers(
      'Fill value',
      'One number, or one per channel; nothing: normal noise times the end of the value range.',
    ),
    valueRange,
  },
  starts: { factor: [0.5, 0.5], valueRange: [0, 1] },
  shape: (p, [x]) => {
    refuseFills(p.fillValue, x)
    return x
  },
  remarks: p => remarkOnNothing(fromZero(p.factor)[1] === 0, { factor: 1 }),
  keeps: () => ({}),
  summary: p => joined(`scale ${rangeText(fromZero(p.scale))}`, fillText(p.fillValue)),
  explain: p => {
    const [low, high] = fromZero(p.factor)
    return [
      {
        quantity: 'Erased',
        formula: `(${low} + ${high}) ÷ 2 of the pictures, in training`,
        result: `${Number((50 * (low + high)).toFixed(2))} %`,
      },
      { quantity: 'Area', formula: 'height · width', result: rangeText(fromZero(p.scale)) },
    ]
  },
  lower: (g, p, [x], { output }) => {
    if (!g.training) return x
    const [height = 1, width = 1] = output
    const inside = times(g, stripe(g, x, p.scale, height, 1), stripe(g, x, p.scale, width, 2))
    const chance = less(g, drawn(g, x, fromZero(p.factor)), drawn(g, x, [0, 1]))
    const chosen = g.op('Greater', [chance, g.constant(0)])
    const marked = g.op('Greater', [inside, g.constant(0.5)])
    const values = g.compute(x)
    const erased = g.op('SelectV2', [marked, g.compute(fill(g, x, p)), values])
    return g.op('SelectV2', [chosen, erased, values])
  },
  tfjs: (_, args) => ownLayer('randomErasing', args),
  pytorch: p => {
    const list = [...p.valueRange, fromZero(p.factor), fromZero(p.scale)]
    const fill = p.fillValue === null ? {} : { fill: p.fillValue }
    return form('first', ownTorch('RandomErasing', list, fill))
  },
})

/** 1 for the rows (or columns) from start to start + length, else 0. */
function stripe(g: Graph, x: Value, scale: number | Pair, size: number, axis: 1 | 2): Value {
  const length = times(g, g.op('Sqrt', [drawn(g, x, fromZero(scale))]), size)
  const start = times(g, drawn(g, x, [0, 1]), less(g, size, length))
  const places = g.constant(
    Array.from({ length: size }, (_, at) => at),
    { shape: axis === 1 ? [1, size, 1, 1] : [1, 1, size, 1] },
  )
  const one = g.constant(1)
  const zero = g.constant(0)
  const from = g.op('SelectV2', [g.op('GreaterEqual', [places, start]), one, zero])
  const to = g.op('SelectV2', [g.op('Less', [places, plus(g, start, length)]), one, zero])
  return times(g, from, to)
}

interface Fill {
  readonly fillValue: number | readonly number[] | null
  readonly valueRange: Pair
}

function fill(g: Graph, x: Value, { fillValue, valueRange }: Fill): Value {
  const [low, high] = valueRange
  if (fillValue === null) return clipped(g, times(g, g.random('normal', x), high), valueRange)
  const values = [fillValue].flat().map(value => Math.max(low, Math.min(high, value)))
  return g.constant(values)
}

function refuseFills(fillValue: Fill['fillValue'], x: Shape): void {
  const [, , channels] = picture(x)
  if (!Array.isArray(fillValue) || fillValue.length === channels) return
  throw new LayerError(
    'fill-values',
    `fillValue has ${fillValue.length} numbers, and the input has ${channels} channel${channels === 1 ? '' : 's'}.`,
    [{ label: 'Fill with 0', repair: { kind: 'setParams', params: { fillValue: 0 } } }],
  )
}

function fillText(fillValue: Fill['fillValue']): string {
  return fillValue === null ? 'noise' : `fill ${[fillValue].flat().join(', ')}`
}
