// What the layers share that change pictures by chance, each example by numbers of its own, in training only.
import type { Remark, Shape } from './define.ts'
import { shared } from './dropping.ts'
import type { Graph, Value } from './graph.ts'
import { choice, number } from './parameters.ts'
import { picture } from './space.ts'
import type { Pair } from './spatial.ts'

/** In training: a float32 number of each example's own, uniform from low to high, with ones for the other axes. */
export function drawn(g: Graph, x: Value, [low, high]: Pair): Value {
  const all = g.random('uniform', perExample(g, x))
  return plus(g, times(g, all, high - low), low)
}

/** One value of each example, to say how many numbers are drawn. */
export function perExample(g: Graph, x: Value): Value {
  return shared(
    g,
    x,
    x.shape.map((_, axis) => (axis === 0 ? -1 : 1)),
  )
}

type Term = Value | number

function both(g: Graph, operation: string, a: Term, b: Term): Value {
  const known = [a, b].find(term => typeof term !== 'number')
  const type = typeof known === 'object' ? known.type : 'float32'
  const value = (term: Term) => (typeof term === 'number' ? g.constant(term, { type }) : term)
  return g.op(operation, [value(a), value(b)])
}

export const plus = (g: Graph, a: Term, b: Term): Value => both(g, 'AddV2', a, b)
export const less = (g: Graph, a: Term, b: Term): Value => both(g, 'Sub', a, b)
export const times = (g: Graph, a: Term, b: Term): Value => both(g, 'Mul', a, b)
export const over = (g: Graph, a: Term, b: Term): Value => both(g, 'RealDiv', a, b)
export const least = (g: Graph, a: Term, b: Term): Value => both(g, 'Minimum', a, b)
export const most = (g: Graph, a: Term, b: Term): Value => both(g, 'Maximum', a, b)

/** Numbers outside of a range become its ends. */
export function clipped(g: Graph, x: Value, [low, high]: Pair): Value {
  return most(g, least(g, x, high), low)
}

export const fillModes = ['reflect', 'wrap', 'constant', 'nearest'] as const
export const interpolations = ['bilinear', 'nearest'] as const

interface Filling {
  readonly fillMode: (typeof fillModes)[number]
  readonly interpolation: (typeof interpolations)[number]
  readonly fillValue: number
}

/** What a picture shows that was moved, beyond its old borders. */
export const filling = {
  fillMode: choice('Fill mode', fillModes, 'reflect', {
    help: 'What lies beyond the border: the picture mirrored (dcba|abcd|dcba), repeated, one value, or the border’s own pixels.',
  }),
  interpolation: choice('Interpolation', interpolations, 'bilinear'),
  fillValue: number('Fill value', 0, {
    help: 'Beyond the border where the fill mode is constant.',
  }),
}

/** Rows of a matrix: the pixel (x, y) shows what was at (a₀x + a₁y + a₂, b₀x + b₁y + b₂). */
type Row = readonly [Term, Term, Term]

/** `like` is any number of each example's own. */
export function moved(
  g: Graph,
  x: Value,
  like: Value,
  [a, b]: readonly [Row, Row],
  { fillMode, interpolation, fillValue }: Filling,
  size: readonly number[] = x.shape.slice(1, 3),
): Value {
  const nothing = times(g, like, 0)
  const column = (term: Term) => {
    const value = typeof term === 'number' ? plus(g, nothing, term) : term
    return g.op('Reshape', [value, g.constant([-1, 1], { type: 'int32' })])
  }
  const columns = [...a, ...b, 0, 0].map(column)
  const matrix = g.op('ConcatV2', [...columns, g.constant(1, { type: 'int32' })])
  const inputs = [x, matrix, g.constant(size, { type: 'int32' }), g.constant(fillValue)]
  return g.op('ImageProjectiveTransformV3', inputs, {
    interpolation: interpolation.toUpperCase(),
    fill_mode: fillMode.toUpperCase(),
  })
}

/** All of a layer that gives a picture of the size that it reads, but for its names, arguments and lowering. */
export const augmenting = {
  group: 'preprocessing',
  inputs: 'one',
  shape: (_: unknown, [x]: readonly [Shape]): Shape => {
    picture(x)
    return x
  },
} as const

/** A layer whose arguments leave every example as it is. */
export function remarkOnNothing(
  isNothing: boolean,
  mend: Record<string, number>,
): readonly Remark[] {
  if (!isNothing) return []
  const [[name, value] = ['factor', 0.1]] = Object.entries(mend)
  return [
    {
      code: 'no-augmentation',
      severity: 'hint',
      message: `With ${name} 0 every picture stays as it is, so this layer does nothing.`,
      mends: [
        { label: 'Remove this layer', repair: { kind: 'remove' } },
        { label: `Use ${name} ${value}`, repair: { kind: 'setParams', params: mend } },
      ],
    },
  ]
}
