// What the layers share that add or cut positions at the ends of the spatial axes.
import { type LayerDeclaration, LayerError, type Remark, type Shape } from './define.ts'
import type { Graph, Value } from './graph.ts'
import { times } from './sizes.ts'
import { sizeNameOf, spaceOf } from './space.ts'
import { type Rank, sides } from './spatial.ts'
import { sidesSummary } from './window.ts'

/** Numbers before and after each axis. */
type AnySides = readonly (readonly [before: number, after: number])[]

/** All of a padding declaration but its names, its help, its lowering and its calls. */
export function borderDeclaration<R extends Rank>(rank: R) {
  type P = { readonly padding: AnySides }
  const params = { padding: sides('Padding', 1, rank) }
  return {
    group: 'shape',
    inputs: 'one',
    params,
    shape: (p: P, [x]: readonly [Shape]) => grown(x, p.padding, 1),
    keeps: () => ({}),
    reach: (p: P) => p.padding.map(([before]) => ({ size: 1, stride: 1, before })),
    remarks: (p: P) => idle(p.padding, 'no-padding', 'Padding of 0 adds nothing'),
    summary: (p: P) => sidesSummary(p.padding),
    explain: (p: P, [x]: readonly [Shape], output: Shape | null) =>
      explainSides(x, p.padding, '+', output),
  } satisfies Partial<LayerDeclaration<typeof params, 'one'>>
}

/** All of a cropping declaration but its names, its help and its calls. */
export function croppingDeclaration<R extends Rank>(rank: R, standard: number) {
  type P = { readonly cropping: AnySides }
  const params = { cropping: sides('Cropping', standard, rank) }
  return {
    group: 'shape',
    inputs: 'one',
    params,
    starts: { cropping: 1 },
    shape: (p: P, [x]: readonly [Shape]) => cropped(x, p.cropping),
    keeps: () => ({}),
    reach: (p: P) => p.cropping.map(([before]) => ({ size: 1, stride: 1, before: -before })),
    remarks: (p: P) => idle(p.cropping, 'no-cropping', 'Cropping of 0 takes nothing away'),
    summary: (p: P) => sidesSummary(p.cropping),
    explain: (p: P, [x]: readonly [Shape], output: Shape | null) =>
      explainSides(x, p.cropping, '−', output),
    lower: (g: Graph, p: P, [x]: readonly [Value]) => crop(g, x, p.cropping),
  } satisfies Partial<LayerDeclaration<typeof params, 'one'>>
}

function grown(x: Shape, by: AnySides, sign: 1 | -1): Shape {
  const [sizes, channels] = spaceOf(x, by.length)
  return [...sizes.map((size, axis) => size + sign * sum(by[axis])), channels]
}

function cropped(x: Shape, by: AnySides): Shape {
  const output = grown(x, by, -1)
  const axis = output.findIndex(size => size < 1)
  if (axis === -1) return output
  const [before = 0, after = 0] = by[axis] ?? []
  const fitting = x.slice(0, -1).map(size => Math.floor((size - 1) / 2))
  throw new LayerError(
    'crops-everything',
    `Cropping ${before} + ${after} leaves nothing of the ${sizeNameOf(by.length, axis).toLowerCase()} of ${x[axis]}.`,
    [
      {
        label: `Use cropping ${times(fitting)}`,
        repair: {
          kind: 'setParams',
          params: { cropping: fitting.length === 1 ? (fitting[0] ?? 0) : fitting },
        },
      },
    ],
  )
}

function idle(by: AnySides, code: string, what: string): readonly Remark[] {
  if (by.flat().some(side => side > 0)) return []
  return [
    {
      code,
      severity: 'hint',
      message: `${what}, so this layer does nothing.`,
      mends: [{ label: 'Remove this layer', repair: { kind: 'remove' } }],
    },
  ]
}

function explainSides(x: Shape, by: AnySides, sign: '+' | '−', output: Shape | null) {
  const [sizes] = spaceOf(x, by.length)
  return sizes.map((size, axis) => ({
    quantity: sizeNameOf(by.length, axis),
    formula: [size, ...(by[axis] ?? [])].join(` ${sign} `),
    result: String(output?.[axis] ?? 'none'),
  }))
}

/** What lies between the given numbers of positions at each end of the spatial axes. */
export function crop(g: Graph, x: Value, by: AnySides): Value {
  if (by.flat().every(side => side === 0)) return x
  const begin = [0, ...by.map(([before]) => before), 0]
  const sizes = x.shape.map((size, axis) => size - sum(by[axis - 1]))
  const numbers = (values: readonly number[]) => g.constant(values, { type: 'int32' })
  return g.op('Slice', [x, numbers(begin), numbers(sizes)])
}

function sum(sides: readonly number[] = []): number {
  return sides.reduce((total, side) => total + side, 0)
}
