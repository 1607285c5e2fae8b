// Arithmetic of sliding windows, shared by convolution and pooling:
// output = floor((W − d·(F − 1) − 1 + P) / S) + 1, P the padding of both sides together.
import { LayerError, type Mend, type Reach, type Remark, type Shape } from './define.ts'
import type { Padding, Pair } from './parameters.ts'
import { minus, plural, times, withArticle } from './sizes.ts'

export interface Window {
  readonly size: Pair
  readonly strides: Pair
  readonly dilation: Pair
  readonly padding: Padding
  /** The parameter that a mend would change. */
  readonly sizeName: 'kernelSize' | 'poolSize'
}

const axisNames = ['rows', 'columns'] as const

/** Height, width and channels; throws where the input is not a picture. */
export function picture(x: Shape): readonly [height: number, width: number, channels: number] {
  const [height, width, channels] = x
  if (height !== undefined && width !== undefined && channels !== undefined && x.length === 3)
    return [height, width, channels]
  const mends: Mend[] =
    x.length === 1
      ? [{ label: `Reshape to 1×1×${x[0]}`, repair: reshapeTo([1, 1, x[0] ?? 1]) }]
      : x.length === 2
        ? [{ label: `Reshape to ${times(x)}×1`, repair: reshapeTo([...x, 1]) }]
        : []
  throw new LayerError(
    'needs-picture',
    `This layer reads pictures of height × width × channels; its input is ${times(x)}, ${x.length === 1 ? 'one axis' : `${x.length} axes`}.`,
    mends,
  )
}

function reshapeTo(targetShape: readonly number[]): Mend['repair'] {
  return { kind: 'insertBefore', type: 'reshape', params: { targetShape } }
}

function padded(padding: Padding, axis: 0 | 1): number {
  return typeof padding === 'string' ? 0 : padding[axis][0] + padding[axis][1]
}

function paddedAfter(padding: Padding, axis: 0 | 1): number {
  return typeof padding === 'string' ? 0 : padding[axis][1]
}

/** Positions from the first to the last that a dilated window covers. */
export function span(size: number, dilation: number): number {
  return (size - 1) * dilation + 1
}

/** Output height and width; throws `LayerError` where the window does not fit. */
export function slide(x: Shape, window: Window): Pair {
  const [height, width] = picture(x)
  const outputs = ([height, width] as const).map((size, index) => {
    const axis = index as 0 | 1
    const reach = span(window.size[axis], window.dilation[axis])
    if (window.padding === 'same') return Math.ceil(size / window.strides[axis])
    const room = size + padded(window.padding, axis)
    return Math.floor((room - reach) / window.strides[axis]) + 1
  })
  const [rows = 0, columns = 0] = outputs
  if (rows < 1 || columns < 1) throw tooLarge([height, width], window)
  return [rows, columns]
}

function tooLarge(input: Pair, window: Window): LayerError {
  const axis =
    span(window.size[0], window.dilation[0]) > input[0] + padded(window.padding, 0) ? 0 : 1
  const reach = span(window.size[axis], window.dilation[axis])
  const total = padded(window.padding, axis)
  const value = Math.floor((input[axis] - reach + total) / window.strides[axis]) + 1
  const dilated = window.dilation[axis] > 1 ? ` (dilated ${window.dilation[axis]} times)` : ''
  const message =
    `${capital(withArticle(times(window.size)))} window${dilated} does not fit into ${withArticle(times(input))} input: ` +
    `(${input[axis]} − ${reach} + ${total}) ÷ ${window.strides[axis]} + 1 = ${minus(value)} ${axisNames[axis]}.`
  const largest = ([0, 1] as const).map(at => {
    const room = input[at] + padded(window.padding, at)
    return Math.min(window.size[at], Math.floor((room - 1) / window.dilation[at]) + 1)
  })
  return new LayerError('window-too-large', message, [
    {
      label: `Use ${withArticle(times(largest))} ${window.sizeName === 'poolSize' ? 'window' : 'kernel'}`,
      repair: {
        kind: 'setParams',
        params: { [window.sizeName]: largest[0] === largest[1] ? (largest[0] ?? 1) : largest },
      },
    },
    { label: 'Use padding same', repair: { kind: 'setParams', params: { padding: 'same' } } },
    { label: 'Remove the layer before', repair: { kind: 'removeSource' } },
  ])
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

export function windowReach(window: Window): readonly Reach[] {
  return [0, 1].map(axis => ({
    size: span(window.size[axis as 0 | 1], window.dilation[axis as 0 | 1]),
    stride: window.strides[axis as 0 | 1],
  }))
}

/** Pixels at the end of an axis that no window reads, where the padding was chosen by the person. */
export function unreadPixels(x: Shape, window: Window): readonly Remark[] {
  if (window.padding === 'same') return []
  const [height, width] = picture(x)
  const unread = ([height, width] as const).map((size, index) => {
    const axis = index as 0 | 1
    const reach = span(window.size[axis], window.dilation[axis])
    const room = size + padded(window.padding, axis) - reach
    // What lies in the padding is no pixel, and what a stride beyond the window skips is said apart.
    if (room < 0 || window.strides[axis] > reach) return 0
    return Math.max(0, (room % window.strides[axis]) - paddedAfter(window.padding, axis))
  })
  const [rows = 0, columns = 0] = unread
  if (rows === 0 && columns === 0) return []
  const axis = rows > 0 ? 0 : 1
  const size = axis === 0 ? height : width
  const reach = span(window.size[axis], window.dilation[axis])
  const exact = (size - reach + padded(window.padding, axis)) / window.strides[axis] + 1
  const which = [rows > 0 && plural(rows, 'row'), columns > 0 && plural(columns, 'column')]
  return [
    {
      code: 'unread-pixels',
      severity: 'hint',
      message:
        `The last ${which.filter(Boolean).join(' and ')} of the ${times([height, width])} input ` +
        `${rows + columns === 1 ? 'is' : 'are'} never read: ` +
        `(${size} − ${reach} + ${padded(window.padding, axis)}) ÷ ${window.strides[axis]} + 1 = ` +
        `${Number(exact.toFixed(2))} is rounded down.`,
      mends: [
        { label: 'Use padding same', repair: { kind: 'setParams', params: { padding: 'same' } } },
      ],
    },
  ]
}

/** A stride longer than the window jumps over pixels. A 1×1 window does so on purpose. */
export function skippedPixels(window: Window): readonly Remark[] {
  const axes = ([0, 1] as const).filter(axis => {
    const reach = span(window.size[axis], window.dilation[axis])
    return reach > 1 && window.strides[axis] > reach
  })
  const [axis] = axes
  if (axis === undefined) return []
  const reach = span(window.size[axis], window.dilation[axis])
  const stride = window.strides[axis]
  return [
    {
      code: 'skipped-pixels',
      severity: 'hint',
      message:
        `Stride ${stride} is longer than the window of ${reach}: between two windows ` +
        `${plural(stride - reach, axis === 0 ? 'row' : 'column')} ${stride - reach === 1 ? 'is' : 'are'} never read.`,
      mends: [
        {
          label: `Use strides ${reach}`,
          repair: { kind: 'setParams', params: { strides: reach } },
        },
      ],
    },
  ]
}

/** How a card names the window: `5×5`, `3×3/2 same`, `3×3 pad 1`. */
export function windowSummary(window: Omit<Window, 'sizeName'>): string {
  const stride = window.strides.some(step => step > 1) ? `/${short(window.strides)}` : ''
  const dilation = window.dilation.some(rate => rate > 1)
    ? ` dilated ${short(window.dilation)}`
    : ''
  return `${times(window.size)}${stride} ${paddingSummary(window.padding)}${dilation}`
}

function paddingSummary(padding: Padding): string {
  if (typeof padding === 'string') return padding
  const [rows, columns] = padding
  if (rows[0] !== rows[1] || columns[0] !== columns[1])
    return `pad ${rows.join('/')}, ${columns.join('/')}`
  return `pad ${short([rows[0], columns[0]])}`
}

function short(values: Pair): string {
  return values[0] === values[1] ? String(values[0]) : times(values)
}

/** `(28 − 5 + 2·2) ÷ 1 + 1`, or the rule of `same`. */
export function slideFormula(size: number, window: Window, axis: 0 | 1): string {
  const stride = window.strides[axis]
  if (window.padding === 'same') return `ceil(${size} ÷ ${stride})`
  const [before, after] = typeof window.padding === 'string' ? [0, 0] : window.padding[axis]
  const pad = before === after ? `2·${before}` : `${before} + ${after}`
  return `(${size} − ${span(window.size[axis], window.dilation[axis])} + ${pad}) ÷ ${stride} + 1`
}
