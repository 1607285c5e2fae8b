import { type Argument, call } from '../emit/call.ts'
import { augmenting, clipped, drawn, less, plus, remarkOnNothing, times } from './augmenting.ts'
import { defineLayer } from './define.ts'
import type { Graph, Value } from './graph.ts'
import { type Factor, factor, fromZero, rangeText, valueRange } from './numbers.ts'
import type { Pair } from './spatial.ts'
import { ownLayer } from './tfjs.ts'
import { torchColor } from './torch-preprocessing.ts'

export const randomContrast = defineLayer({
  ...augmenting,
  type: 'randomContrast',
  label: 'Random contrast',
  help: 'In training multiplies how far each pixel is from its channel’s mean over the picture, (x − mean)·c + mean, with c from 1 − factor to 1 + factor, or from 1 − low to 1 + high, and clips to the value range; otherwise does nothing. Keras RandomContrast.',
  params: {
    factor: factor('Factor', 0.1, {
      help: 'How far from 1 the contrast goes, or [low, high]: below 1 and above it.',
      required: true,
      minimum: 0,
      maximum: 1,
    }),
    valueRange,
  },
  starts: { factor: 0.2, valueRange: [0, 1] },
  remarks: p =>
    remarkOnNothing(
      bothWays(p.factor).every(end => end === 0),
      { factor: 0.2 },
    ),
  summary: p => rangeText(contrasts(p.factor)),
  explain: p => [
    {
      quantity: 'Contrast',
      formula: '1 − factor to 1 + factor',
      result: rangeText(contrasts(p.factor)),
    },
  ],
  lower: (g, p, [x]) => (g.training ? contrasted(g, x, contrasts(p.factor), p.valueRange) : x),
  tfjs: (_, args) => ownLayer('randomContrast', args),
  keras: (p, args) => call('RandomContrast', { ...args, factor: pairOf(p.factor, args.factor) }),
  pytorch: p => torchColor(p.valueRange, { contrast: contrasts(p.factor) }),
})

/** Keras takes one number as (0, factor), against what it says. */
export function pairOf(f: Factor, written: Argument | undefined): Argument {
  return typeof f === 'number' ? [written ?? f, written ?? f] : (written ?? f)
}

/** One number counts both ways. */
export function bothWays(f: Factor): Pair {
  return typeof f === 'number' ? [f, f] : fromZero(f)
}

export function contrasts(f: Factor): Pair {
  const [low, high] = bothWays(f)
  return [rounded(1 - low), rounded(1 + high)]
}

function rounded(value: number): number {
  return Number(value.toFixed(12))
}

export function contrasted(g: Graph, x: Value, range: Pair, values: Pair): Value {
  const wide = g.full(x)
  const axes = g.constant([1, 2], { type: 'int32' })
  const mean = g.op('Mean', [wide, axes], { keep_dims: true })
  const made = plus(g, times(g, less(g, wide, mean), drawn(g, x, range)), mean)
  return g.compute(clipped(g, made, values))
}
