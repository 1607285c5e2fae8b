// What the layers share that take one number of every window.
import { explainWindow, joined } from './convolution.ts'
import { type LayerDeclaration, LayerError, type Shape } from './define.ts'
import { product, times } from './sizes.ts'
import { spaceOf } from './space.ts'
import { optionalTuple, type Padding, padding, type Rank, tuple } from './spatial.ts'
import {
  skippedPixels,
  slide,
  unreadPixels,
  type Window,
  windowReach,
  windowSummary,
} from './window.ts'

export function poolingParams<R extends Rank>(rank: R) {
  return {
    poolSize: tuple(rank, 'Window', 2, { required: true }),
    strides: optionalTuple(rank, 'Strides', 'Left out: as large as the window.'),
    padding: padding('valid', rank),
  }
}

export interface PoolingValues {
  readonly poolSize: readonly number[]
  readonly strides: readonly number[] | null
  readonly padding: Exclude<Padding, 'causal'>
}

export function poolingWindow(p: PoolingValues): Window {
  return {
    size: p.poolSize,
    strides: p.strides ?? p.poolSize,
    dilation: p.poolSize.map(() => 1),
    padding: p.padding,
    sizeName: 'poolSize',
  }
}

/** A window that reads nothing but padding has no largest pixel, and its average says nothing. */
function checkPadding(p: PoolingValues): void {
  if (typeof p.padding === 'string') return
  const widest = p.padding.map(sides => Math.max(...sides))
  const axis = p.poolSize.findIndex((size, at) => (widest[at] ?? 0) >= size)
  if (axis === -1) return
  const window =
    p.poolSize.length === 1 ? `window of ${p.poolSize[0]}` : `${times(p.poolSize)} window`
  throw new LayerError(
    'padding-beyond-window',
    `Padding of ${widest[axis]} is not less than the ${window}, so some windows would read no pixel of the input.`,
    [
      fittingPadding(p.poolSize.map(size => Math.floor(size / 2))),
      { label: 'Use padding same', repair: { kind: 'setParams', params: { padding: 'same' } } },
    ],
  )
}

function fittingPadding(fitting: readonly number[]) {
  const [first = 0] = fitting
  const isUniform = fitting.every(side => side === first)
  return {
    label: `Use padding ${isUniform ? first : times(fitting)}`,
    // Along one axis a list would be its two sides.
    repair: {
      kind: 'setParams' as const,
      params: { padding: fitting.length === 1 ? first : fitting },
    },
  }
}

/** All of a pooling declaration but its names, its help, its lowering and its calls. */
export function poolingDeclaration<R extends Rank>(rank: R) {
  const params = poolingParams(rank)
  return {
    group: 'pooling',
    inputs: 'one',
    params,
    starts: { poolSize: 2 },
    shape: (p: PoolingValues, [x]: readonly [Shape]) => {
      checkPadding(p)
      return [...slide(x, poolingWindow(p)), spaceOf(x, rank)[1]]
    },
    // One operation for every number that a window reads.
    flops: (p: PoolingValues, _: readonly [Shape], output: Shape) =>
      product(p.poolSize) * product(output),
    reach: (p: PoolingValues, x: Shape) => windowReach(poolingWindow(p), x),
    remarks: (p: PoolingValues, [x]: readonly [Shape]) => [
      ...unreadPixels(x, poolingWindow(p)),
      ...skippedPixels(poolingWindow(p)),
    ],
    summary: (p: PoolingValues) => joined(poolingSummary(p)),
    explain: (p: PoolingValues, [x]: readonly [Shape], output: Shape | null) => [
      ...explainWindow(poolingWindow(p), x, output),
      { quantity: 'Channels', formula: 'as before', result: String(spaceOf(x, rank)[1]) },
    ],
  } satisfies Partial<LayerDeclaration<typeof params, 'one'>>
}

/** `2×2`, `3×3/2 pad 1`: windows side by side without padding need no further word. */
function poolingSummary(p: PoolingValues): string {
  const window = poolingWindow(p)
  const text = windowSummary(window)
  if (p.padding !== 'valid') return text
  const isTiled = window.strides.every((step, axis) => step === window.size[axis])
  const [size = ''] = text.split('/')
  return isTiled ? size.replace(' valid', '') : text.replace(' valid', '')
}
