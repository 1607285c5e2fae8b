// What max and average pooling share.
import { explainWindow, joined, onSpace } from './convolution.ts'
import { type LayerDeclaration, LayerError, type Shape } from './define.ts'
import { times } from './sizes.ts'
import { picture } from './space.ts'
import { optionalPair, type Padding, type Pair, padding, pair } from './spatial.ts'
import {
  skippedPixels,
  slide,
  unreadPixels,
  type Window,
  windowReach,
  windowSummary,
} from './window.ts'

export const poolingParams = {
  poolSize: pair('Window', 2, { required: true }),
  strides: optionalPair('Strides', 'Left out: as large as the window.'),
  padding: padding(),
}

export interface PoolingValues {
  readonly poolSize: Pair
  readonly strides: Pair | null
  readonly padding: Padding<2>
}

export function poolingWindow(p: PoolingValues): Window {
  return {
    size: p.poolSize,
    strides: p.strides ?? p.poolSize,
    dilation: [1, 1],
    padding: p.padding,
    sizeName: 'poolSize',
  }
}

/** A window that reads nothing but padding has no largest pixel, and its average says nothing. */
function checkPadding(p: PoolingValues): void {
  if (typeof p.padding === 'string') return
  const axis = ([0, 1] as const).find(axis => Math.max(...sidesOf(p, axis)) >= p.poolSize[axis])
  if (axis === undefined) return
  const widest = Math.max(...sidesOf(p, axis))
  const fitting = p.poolSize.map(size => Math.floor(size / 2))
  throw new LayerError(
    'padding-beyond-window',
    `Padding of ${widest} is not less than the ${times(p.poolSize)} window, so some windows would read no pixel of the input.`,
    [
      {
        label: `Use padding ${fitting[0] === fitting[1] ? fitting[0] : times(fitting)}`,
        repair: { kind: 'setParams', params: { padding: fitting } },
      },
      { label: 'Use padding same', repair: { kind: 'setParams', params: { padding: 'same' } } },
    ],
  )
}

function sidesOf(p: PoolingValues, axis: 0 | 1): Pair {
  return typeof p.padding === 'string' ? [0, 0] : p.padding[axis]
}

type Pooling = LayerDeclaration<typeof poolingParams, 'one'>

/** All of a pooling declaration but its names, its help and its lowering. */
export const poolingDeclaration = {
  group: 'pooling',
  inputs: 'one',
  params: poolingParams,
  starts: { poolSize: 2 },
  shape: (p: PoolingValues, [x]: readonly [Shape]) => {
    checkPadding(p)
    return [...slide(x, poolingWindow(p)), picture(x)[2]]
  },
  reach: (p: PoolingValues, x: Shape) => windowReach(poolingWindow(p), x),
  remarks: (p: PoolingValues, [x]: readonly [Shape]) => [
    ...unreadPixels(x, poolingWindow(p)),
    ...skippedPixels(poolingWindow(p)),
  ],
  summary: (p: PoolingValues) => joined(poolingSummary(p)),
  explain: (p: PoolingValues, [x]: readonly [Shape], output: Shape | null) => [
    ...explainWindow(poolingWindow(p), x, output),
    { quantity: 'Channels', formula: 'as before', result: String(picture(x)[2]) },
  ],
} satisfies Partial<Pooling>

/** Window and strides as TensorFlow's pooling operations name them. */
export function poolingAttributes(p: PoolingValues) {
  return { ksize: onSpace(p.poolSize), strides: onSpace(p.strides ?? p.poolSize) }
}

/** `2×2`, `3×3/2 pad 1`: windows side by side without padding need no further word. */
function poolingSummary(p: PoolingValues): string {
  const window = poolingWindow(p)
  const text = windowSummary(window)
  if (p.padding !== 'valid') return text
  const isTiled = window.strides.every((step, axis) => step === window.size[axis])
  return isTiled ? times(window.size) : text.replace(' valid', '')
}
