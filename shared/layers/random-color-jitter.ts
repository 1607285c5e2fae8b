import { type Argument, call } from '../emit/call.ts'
import { augmenting, clipped, drawn, less, over, plus, times } from './augmenting.ts'
import { joined } from './convolution.ts'
import { defineLayer, LayerError, type Remark } from './define.ts'
import type { Graph, Value } from './graph.ts'
import { saturated, turned } from './hue.ts'
import {
  aroundZero,
  type Factor,
  fromZero,
  optionalFactor,
  rangeText,
  valueRange,
} from './numbers.ts'
import { brightened } from './random-brightness.ts'
import { contrasted, contrasts, pairOf } from './random-contrast.ts'
import { picture } from './space.ts'
import type { Pair } from './spatial.ts'
import { ownLayer } from './tfjs.ts'
import { torchColor } from './torch-preprocessing.ts'

const share = { minimum: 0, maximum: 1 }

export const randomColorJitter = defineLayer({
  ...augmenting,
  type: 'randomColorJitter',
  label: 'Random color jitter',
  help: 'In training changes brightness, contrast, saturation and hue of each picture, in this order, each by a draw of its own where its factor is given; otherwise does nothing. Brightness and contrast are those of their own layers. With q drawn from 0 to factor or between two, saturation is multiplied by q ÷ (1 − q), at most to 1: 0 is grey, 0.5 as it was. Hue moves by q ÷ 2 of the circle of colours to either side. Keras RandomColorJitter.',
  params: {
    valueRange,
    brightnessFactor: optionalFactor('Brightness factor', 'As in random brightness.', {
      minimum: -1,
      maximum: 1,
    }),
    contrastFactor: optionalFactor('Contrast factor', 'As in random contrast.', share),
    saturationFactor: optionalFactor(
      'Saturation factor',
      'From 0 (grey) over 0.5 (as it was) to 1 (full).',
      share,
    ),
    hueFactor: optionalFactor(
      'Hue factor',
      'From 0 (as it was) to 1 (half the circle of colours).',
      share,
    ),
  },
  starts: {
    valueRange: [0, 1],
    brightnessFactor: 0.2,
    contrastFactor: 0.2,
    saturationFactor: [0.4, 0.6],
    hueFactor: 0.1,
  },
  shape: (p, [x]) => {
    const [, , channels] = picture(x)
    if (channels !== 3 && (p.saturationFactor !== null || p.hueFactor !== null))
      throw colourless(channels)
    return x
  },
  remarks: p => (isIdle(p) ? [idle] : []),
  summary: p => joined(...rowsOf(p).map(({ name, range }) => `${name} ${rangeText(range)}`)),
  explain: p =>
    rowsOf(p).map(({ name, formula, range }) => ({
      quantity: name,
      formula,
      result: rangeText(range),
    })),
  lower: (g, p, [x]) => (g.training ? jittered(g, p, x) : x),
  tfjs: (_, args) => ownLayer('randomColorJitter', args),
  keras: (p, args) =>
    call('RandomColorJitter', {
      ...args,
      ...(p.contrastFactor !== null && {
        contrastFactor: pairOf(p.contrastFactor, args.contrastFactor),
      }),
      ...(typeof p.saturationFactor === 'number' && {
        saturationFactor: [0, args.saturationFactor ?? 0] as Argument,
      }),
    }),
  pytorch: p =>
    torchColor(p.valueRange, {
      ...(p.brightnessFactor !== null && { brightness: aroundZero(p.brightnessFactor) }),
      ...(p.contrastFactor !== null && { contrast: contrasts(p.contrastFactor) }),
      ...(p.saturationFactor !== null && { saturation: fromZero(p.saturationFactor) }),
      ...(p.hueFactor !== null && { hue: fromZero(p.hueFactor) }),
    }),
})

interface Jitter {
  readonly valueRange: Pair
  readonly brightnessFactor: Factor | null
  readonly contrastFactor: Factor | null
  readonly saturationFactor: Factor | null
  readonly hueFactor: Factor | null
}

function jittered(g: Graph, p: Jitter, x: Value): Value {
  let value = g.full(x)
  if (p.brightnessFactor !== null)
    value = g.full(brightened(g, value, aroundZero(p.brightnessFactor), p.valueRange))
  if (p.contrastFactor !== null)
    value = g.full(contrasted(g, value, contrasts(p.contrastFactor), p.valueRange))
  if (p.saturationFactor !== null) {
    const q = drawn(g, x, fromZero(p.saturationFactor))
    value = saturated(g, value, over(g, q, plus(g, less(g, 1, q), 1e-7)))
  }
  if (p.hueFactor !== null) value = hued(g, value, fromZero(p.hueFactor), p.valueRange)
  return g.compute(value)
}

/** Colours are those of the value range: its low end is black. */
function hued(g: Graph, x: Value, range: Pair, [low, high]: Pair): Value {
  const sign = g.op('Sign', [less(g, drawn(g, x, [0, 1]), 0.5)])
  const by = times(g, times(g, drawn(g, x, range), sign), 0.5)
  const black = low === 0 ? x : less(g, x, low)
  const made = turned(g, black, by)
  return clipped(g, low === 0 ? made : plus(g, made, low), [low, high])
}

interface Row {
  readonly name: string
  readonly formula: string
  readonly range: Pair
}

function rowsOf(p: Jitter): readonly Row[] {
  const row = (name: string, formula: string, f: Factor | null, of: (f: Factor) => Pair) =>
    f === null ? [] : [{ name, formula, range: of(f) }]
  return [
    ...row('brightness', 'share of the value range added', p.brightnessFactor, aroundZero),
    ...row('contrast', 'times', p.contrastFactor, contrasts),
    ...row('saturation', 'q in q ÷ (1 − q)', p.saturationFactor, fromZero),
    ...row('hue', 'q ÷ 2 of the circle, to either side', p.hueFactor, fromZero),
  ]
}

function isIdle(p: Jitter): boolean {
  return rowsOf(p).length === 0
}

const idle: Remark = {
  code: 'no-augmentation',
  severity: 'hint',
  message: 'No factor is given, so every picture stays as it is and this layer does nothing.',
  mends: [
    { label: 'Remove this layer', repair: { kind: 'remove' } },
    {
      label: 'Use brightnessFactor 0.2',
      repair: { kind: 'setParams', params: { brightnessFactor: 0.2 } },
    },
  ],
}

function colourless(channels: number): LayerError {
  return new LayerError(
    'needs-colours',
    `Saturation and hue are of red, green and blue; the input has ${channels} channel${channels === 1 ? '' : 's'}.`,
    [
      {
        label: 'Leave saturation and hue as they are',
        repair: { kind: 'setParams', params: { saturationFactor: null, hueFactor: null } },
      },
    ],
  )
}
