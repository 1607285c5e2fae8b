// Windows that follow the input's size: window i of m over n positions is floor(i·n ÷ m) … ceil((i + 1)·n ÷ m).
import type { LayerDeclaration, Reach, Shape } from './define.ts'
import type { Graph, Value } from './graph.ts'
import { averagePool, maxPool } from './pool.ts'
import { counted, times } from './sizes.ts'
import { picture, sizeNameOf } from './space.ts'
import { type Pair, tuple } from './spatial.ts'

const params = { outputSize: tuple(2, 'Output', 1, { required: true }) }

interface Values {
  readonly outputSize: Pair
}

/** All of an adaptive pooling's declaration but its names, its help, its lowering and its calls. */
export const adaptiveDeclaration = {
  group: 'pooling',
  inputs: 'one',
  params,
  starts: { outputSize: 7 },
  shape: (p: Values, [x]: readonly [Shape]) => [...p.outputSize, picture(x)[2]],
  reach: (p: Values, x: Shape) =>
    p.outputSize.map((count, axis) => adaptiveReach(x[axis] ?? 1, count)),
  summary: (p: Values) => times(p.outputSize),
  explain: (p: Values, [x]: readonly [Shape]) =>
    p.outputSize.map((count, axis) => {
      const length = x[axis] ?? 1
      const shown = windowsOver(length, count)
        .slice(0, 4)
        .map(([from, to]) => `${from}–${to - 1}`)
      return {
        quantity: `${sizeNameOf(2, axis)} windows`,
        formula: `${shown.join(', ')}${count > 4 ? ' …' : ''} of ${length}`,
        result: counted(count),
      }
    }),
} satisfies Partial<LayerDeclaration<typeof params, 'one'>>

type Range = readonly [from: number, to: number]

export function windowsOver(length: number, count: number): readonly Range[] {
  return Array.from({ length: count }, (_, at) => [
    Math.floor((at * length) / count),
    Math.ceil(((at + 1) * length) / count),
  ])
}

/** The widest window counts. */
function adaptiveReach(length: number, count: number): Reach {
  const sizes = windowsOver(length, count).map(([from, to]) => to - from)
  return { size: Math.max(...sizes), stride: length / count }
}

const pools = { max: maxPool, average: averagePool }

/** Rows first, then columns: the largest of the largest, the mean of means of equally many. */
export function adaptivePool(
  g: Graph,
  kind: 'max' | 'average',
  x: Value,
  outputSize: readonly number[],
): Value {
  return outputSize.reduce((value, count, axis) => poolAxis(g, kind, value, axis, count), x)
}

function poolAxis(g: Graph, kind: 'max' | 'average', x: Value, axis: number, count: number): Value {
  const length = x.shape[axis + 1] ?? 1
  const pooled = (value: Value, size: number) => {
    const poolSize: Pair = axis === 0 ? [size, 1] : [1, size]
    return pools[kind](g, value, { poolSize, strides: null, padding: 'valid' })
  }
  // Windows side by side are an ordinary pooling.
  if (length % count === 0) return pooled(x, length / count)
  const parts = windowsOver(length, count).map(([from, to]) =>
    pooled(slice(g, x, axis + 1, from, to), to - from),
  )
  return g.op('ConcatV2', [...parts, g.constant(axis + 1, { type: 'int32' })])
}

function slice(g: Graph, x: Value, axis: number, from: number, to: number): Value {
  const begin = x.shape.map((_, at) => (at === axis ? from : 0))
  const sizes = x.shape.map((size, at) => (at === axis ? to - from : size))
  const numbers = (values: readonly number[]) => g.constant(values, { type: 'int32' })
  return g.op('Slice', [x, numbers(begin), numbers(sizes)])
}
