import { augmenting, clipped, drawn, plus, remarkOnNothing } from './augmenting.ts'
import { defineLayer } from './define.ts'
import type { Graph, Value } from './graph.ts'
import { aroundZero, factor, rangeText, valueRange } from './numbers.ts'
import type { Pair } from './spatial.ts'
import { ownLayer } from './tfjs.ts'
import { torchColor } from './torch-preprocessing.ts'

export const randomBrightness = defineLayer({
  ...augmenting,
  type: 'randomBrightness',
  label: 'Random brightness',
  help: 'In training adds to each picture one number, drawn from −factor to factor or between two factors and multiplied by the width of the value range, and clips to that range; otherwise does nothing. Keras RandomBrightness.',
  params: {
    factor: factor('Factor', 0.1, {
      help: 'The largest share of the value range that is added or taken, or [low, high].',
      required: true,
      minimum: -1,
      maximum: 1,
    }),
    valueRange,
  },
  starts: { factor: 0.2, valueRange: [0, 1] },
  remarks: p =>
    remarkOnNothing(
      aroundZero(p.factor).every(end => end === 0),
      { factor: 0.2 },
    ),
  summary: p => rangeText(aroundZero(p.factor)),
  explain: p => {
    const [low, high] = p.valueRange
    const [least, most] = aroundZero(p.factor)
    const width = high - low
    return [
      {
        quantity: 'Added',
        formula: `${rangeText([least, most])} · ${width}`,
        result: rangeText([least * width, most * width]),
      },
    ]
  },
  lower: (g, p, [x]) => (g.training ? brightened(g, x, aroundZero(p.factor), p.valueRange) : x),
  tfjs: (_, args) => ownLayer('randomBrightness', args),
  pytorch: p => torchColor(p.valueRange, { brightness: aroundZero(p.factor) }),
})

export function brightened(g: Graph, x: Value, [least, most]: Pair, values: Pair): Value {
  const width = values[1] - values[0]
  const added = drawn(g, x, [least * width, most * width])
  return g.compute(clipped(g, plus(g, g.full(x), added), values))
}
