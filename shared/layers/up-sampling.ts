// What the layers share that repeat every position along the spatial axes.
import type { LayerDeclaration, Shape } from './define.ts'
import type { Graph, Value } from './graph.ts'
import { product, times } from './sizes.ts'
import { sizeNameOf, spaceOf } from './space.ts'
import { type Rank, tuple } from './spatial.ts'

/** All of an up-sampling declaration but its names, its help, its lowering and its calls. */
export function upSamplingDeclaration<R extends Rank>(rank: R) {
  type P = { readonly size: readonly number[] }
  const params = { size: tuple(rank, 'Factors', 2) }
  return {
    group: 'shape',
    inputs: 'one',
    params,
    shape: (p: P, [x]: readonly [Shape]) => {
      const [sizes, channels] = spaceOf(x, rank)
      return [...sizes.map((size, axis) => size * (p.size[axis] ?? 1)), channels]
    },
    keeps: () => ({}),
    reach: (p: P) => p.size.map(factor => ({ size: 1, stride: 1 / factor })),
    summary: (p: P) => times(p.size),
    explain: (p: P, [x]: readonly [Shape], output: Shape | null) =>
      spaceOf(x, rank)[0].map((size, axis) => ({
        quantity: sizeNameOf(rank, axis),
        formula: `${size}·${p.size[axis] ?? 1}`,
        result: String(output?.[axis] ?? 'none'),
      })),
  } satisfies Partial<LayerDeclaration<typeof params, 'one'>>
}

/** Every position of the spatial axes so many times: copies beside each other, read as a longer axis. */
export function repeat(g: Graph, x: Value, factors: readonly number[]): Value {
  return factors.reduce((value, factor, index) => {
    if (factor === 1) return value
    const [, ...sizes] = value.shape
    const inner = product(sizes.slice(index + 1))
    const flat = reshape(g, value, [product(sizes.slice(0, index + 1)), inner])
    const copies = Array<Value>(factor).fill(flat)
    const wide = g.op('ConcatV2', [...copies, g.constant(2, { type: 'int32' })])
    return reshape(
      g,
      wide,
      sizes.map((size, axis) => (axis === index ? size * factor : size)),
    )
  }, x)
}

function reshape(g: Graph, x: Value, sizes: readonly number[]): Value {
  return g.op('Reshape', [x, g.constant([-1, ...sizes], { type: 'int32' })])
}
