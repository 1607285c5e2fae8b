// What the layers that drop numbers at random share: the rate, its checks, and masks.
import type { LayerDeclaration, Remark, Shape } from './define.ts'
import { LayerError } from './define.ts'
import type { Graph, Value } from './graph.ts'
import { number } from './parameters.ts'

export const rate = number('Rate', 0.5, {
  help: 'The share of numbers that is dropped.',
  minimum: 0,
  maximum: 1,
  required: true,
})

interface Rated {
  readonly rate: number
}

/** Nothing would be left at rate 1. */
export function refuseAll(p: Rated, message = 'A rate of 1 drops every number.'): void {
  if (p.rate < 1) return
  throw new LayerError('drops-everything', message, [
    { label: 'Use rate 0.5', repair: { kind: 'setParams', params: { rate: 0.5 } } },
  ])
}

export function remarkOnNone(p: Rated): readonly Remark[] {
  if (p.rate > 0) return []
  return [
    {
      code: 'no-dropout',
      severity: 'hint',
      message: 'A rate of 0 drops nothing, so this layer does nothing.',
      mends: [
        { label: 'Remove this layer', repair: { kind: 'remove' } },
        { label: 'Use rate 0.5', repair: { kind: 'setParams', params: { rate: 0.5 } } },
      ],
    },
  ]
}

/** All of a dropping layer but its names, its Explain table and its lowering. */
export const droppingDeclaration = {
  group: 'regularization',
  inputs: 'one',
  params: { rate },
  shape: (p: Rated, [x]: readonly [Shape]) => {
    refuseAll(p)
    return x
  },
  remarks: remarkOnNone,
  summary: (p: Rated) => String(p.rate),
} satisfies Partial<LayerDeclaration<{ rate: typeof rate }, 'one'>>

/** True with probability 1 − rate, a number for each of `like`. */
export function kept(g: Graph, like: Value, rate: number): Value {
  return g.op('GreaterEqual', [g.random('uniform', like), g.constant(rate)])
}

/** Drops numbers, or all that share one of `like`, and divides the others by 1 − rate. */
export function drop(g: Graph, x: Value, like: Value, rate: number): Value {
  const values = g.compute(x)
  const scale = g.constant(1 / (1 - rate), { type: values.type })
  return g.op('Mul', [values, g.op('Mul', [g.compute(kept(g, like, rate)), scale])])
}

/** One number for all along the axes that have size 1 in `sizes`; -1 keeps an axis whole. */
export function shared(g: Graph, x: Value, sizes: readonly number[]): Value {
  const begin = g.constant(
    sizes.map(() => 0),
    { type: 'int32' },
  )
  return g.op('Slice', [x, begin, g.constant(sizes, { type: 'int32' })])
}
