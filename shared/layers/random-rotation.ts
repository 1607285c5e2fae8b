import {
  augmenting,
  drawn,
  filling,
  less,
  moved,
  plus,
  remarkOnNothing,
  times,
} from './augmenting.ts'
import { joined } from './convolution.ts'
import { defineLayer } from './define.ts'
import { aroundZero, factor, rangeText } from './numbers.ts'
import type { Pair } from './spatial.ts'
import { ownLayer } from './tfjs.ts'
import { torchMove } from './torch-preprocessing.ts'

export const randomRotation = defineLayer({
  ...augmenting,
  type: 'randomRotation',
  label: 'Random rotation',
  help: 'In training turns each picture about its middle by an angle from −factor to factor, or between two factors, in full turns: 0.1 is 36°, and positive angles turn counter-clockwise; otherwise does nothing. The pixel (x, y), measured from the middle, shows what was at (x·cos − y·sin, x·sin + y·cos). Keras RandomRotation.',
  params: {
    factor: factor('Factor', 0.1, {
      help: 'The largest part of a full turn either way, or [low, high].',
      required: true,
      minimum: -1,
      maximum: 1,
    }),
    ...filling,
  },
  starts: { factor: 0.05 },
  keeps: () => ({}),
  remarks: p =>
    remarkOnNothing(
      aroundZero(p.factor).every(end => end === 0),
      { factor: 0.05 },
    ),
  summary: p => joined(`${rangeText(degrees(p.factor))}°`, p.fillMode),
  explain: p => [
    {
      quantity: 'Angle',
      formula: `${rangeText(aroundZero(p.factor))} · 360°`,
      result: `${rangeText(degrees(p.factor))}°`,
    },
  ],
  lower: (g, p, [x], { output }) => {
    if (!g.training) return x
    const [height = 1, width = 1] = output
    const turns = aroundZero(p.factor)
    const angle = drawn(g, x, [turns[0] * 2 * Math.PI, turns[1] * 2 * Math.PI])
    const [cos, sin] = [g.op('Cos', [angle]), g.op('Sin', [angle])]
    const [cx, cy] = [(width - 1) / 2, (height - 1) / 2]
    const right = plus(g, less(g, cx, times(g, cos, cx)), times(g, sin, cy))
    const down = less(g, less(g, cy, times(g, sin, cx)), times(g, cos, cy))
    const matrix = [
      [cos, times(g, sin, -1), right],
      [sin, cos, down],
    ] as const
    return moved(g, x, angle, matrix, p)
  },
  tfjs: (_, args) => ownLayer('randomRotation', args),
  pytorch: p => torchMove('rotation', [aroundZero(p.factor)], p),
})

function degrees(given: number | Pair): Pair {
  const [low, high] = aroundZero(given)
  return [Number((low * 360).toFixed(2)), Number((high * 360).toFixed(2))]
}
