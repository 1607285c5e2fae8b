// Arithmetic of sliding windows, shared by convolution and pooling:
// output = floor((W − d·(F − 1) − 1 + P) / S) + 1, P the padding of both sides together.
import { LayerError, type Mend, type Reach, type Remark, type Shape } from './define.ts'
import { minus, plural, times, withArticle } from './sizes.ts'
import { spaceOf, unitOf } from './space.ts'
import type { Padding, Pair } from './spatial.ts'

/** One number per spatial axis. */
type Numbers = readonly number[]

export interface Window {
  readonly size: Numbers
  readonly strides: Numbers
  readonly dilation: Numbers
  readonly padding: Padding
  /** The parameter that a mend would change. */
  readonly sizeName: 'kernelSize' | 'poolSize' | 'size'
}

/** A window along one of its axes. */
interface Line {
  readonly size: number
  readonly stride: number
  readonly rate: number
  /** Positions from the first to the last that the window covers. */
  readonly reach: number
  readonly before: number
  readonly after: number
}

type Geometry = Omit<Window, 'sizeName'>

function line(window: Geometry, axis: number): Line {
  const [size = 1, stride = 1, rate = 1] = [window.size, window.strides, window.dilation].map(
    numbers => numbers[axis],
  )
  const [before, after] = zerosOf(window, axis)
  return { size, stride, rate, reach: span(size, rate), before, after }
}

/** Zeros before and after an axis, but for those of `same`, which follow from the input's size. */
export function zerosOf(window: Geometry, axis: number): Pair {
  const { padding, size, dilation } = window
  if (padding === 'causal') return [span(size[axis] ?? 1, dilation[axis] ?? 1) - 1, 0]
  return typeof padding === 'string' ? [0, 0] : (padding[axis] ?? [0, 0])
}

/** Positions from the first to the last that a dilated window covers. */
export function span(size: number, dilation: number): number {
  return (size - 1) * dilation + 1
}

/** The output's sizes along its spatial axes; throws `LayerError` where the window does not fit. */
export function slide(x: Shape, window: Window): Numbers {
  const [input] = spaceOf(x, window.size.length)
  const output = input.map((size, axis) => slideAxis(size, window, axis))
  if (Math.min(...output) < 1) throw tooLarge(input, window, output)
  return output
}

function slideAxis(size: number, window: Window, axis: number): number {
  const { stride, reach, before, after } = line(window, axis)
  if (window.padding === 'same') return Math.ceil(size / stride)
  return Math.floor((size + before + after - reach) / stride) + 1
}

function tooLarge(input: Numbers, window: Window, output: Numbers): LayerError {
  const axis = output.findIndex(size => size < 1)
  const { stride, rate, reach, before, after } = line(window, axis)
  const dilated = rate > 1 ? ` (dilated ${rate} times)` : ''
  const isLine = input.length === 1
  const what = isLine
    ? `A window of ${window.size[0]}`
    : capital(`${withArticle(times(window.size))} window`)
  const where = isLine ? `an ${inputName(input)}` : `${withArticle(inputName(input))}`
  const message =
    `${what}${dilated} does not fit into ${where}: ` +
    `(${input[axis]} − ${reach} + ${before + after}) ÷ ${stride} + 1 = ${minus(output[axis] ?? 0)} ${unitOf(input.length, axis)}s.`
  return new LayerError('window-too-large', message, [
    fittingWindow(input, window),
    { label: 'Use padding same', repair: { kind: 'setParams', params: { padding: 'same' } } },
    { label: 'Remove the layer before', repair: { kind: 'removeSource' } },
  ])
}

/** `28×28 input`, `input of 28 steps`. */
function inputName(input: Numbers): string {
  const [length = 0] = input
  return input.length === 1 ? `input of ${plural(length, 'step')}` : `${times(input)} input`
}

function fittingWindow(input: Numbers, window: Window): Mend {
  const largest = input.map((size, axis) => {
    const { size: wanted, rate, before, after } = line(window, axis)
    return Math.min(wanted, Math.floor((size + before + after - 1) / rate) + 1)
  })
  const word = window.sizeName === 'kernelSize' ? 'kernel' : 'window'
  const [first = 1] = largest
  return {
    label:
      input.length === 1
        ? `Use a ${word} of ${first}`
        : `Use ${withArticle(times(largest))} ${word}`,
    repair: {
      kind: 'setParams',
      params: { [window.sizeName]: isUniform(largest) ? first : largest },
    },
  }
}

function isUniform(numbers: Numbers): boolean {
  return numbers.every(number => number === numbers[0])
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** Positions before and after each axis that the windows reach beyond an input of these sizes. */
export function bordersOf(window: Geometry, sizes: Numbers): readonly Pair[] {
  return window.size.map((_, axis) => {
    const { reach, stride, before, after } = line(window, axis)
    if (window.padding !== 'same') return [before, after]
    const length = sizes[axis] ?? 1
    const zeros = Math.max(0, (Math.ceil(length / stride) - 1) * stride + reach - length)
    // TensorFlow's SAME puts the smaller half in front.
    return [Math.floor(zeros / 2), Math.ceil(zeros / 2)]
  })
}

/** With the input's sizes also where the first window begins. */
export function windowReach(window: Window, input?: Shape): readonly Reach[] {
  const borders = input && bordersOf(window, input)
  return window.size.map((_, axis) => {
    const { reach, stride } = line(window, axis)
    const [before] = borders?.[axis] ?? []
    return { size: reach, stride, ...(before !== undefined && { before }) }
  })
}

/** Pixels at the end of an axis that no window reads, where the padding was chosen by the person. */
export function unreadPixels(x: Shape, window: Window): readonly Remark[] {
  if (window.padding === 'same') return []
  const [input] = spaceOf(x, window.size.length)
  const unread = input.map((size, axis) => unreadAlong(size, line(window, axis)))
  const axis = unread.findIndex(count => count > 0)
  if (axis === -1) return []
  const { stride, reach, before, after } = line(window, axis)
  const size = input[axis] ?? 1
  const exact = (size - reach + before + after) / stride + 1
  const which = unread.flatMap((count, at) =>
    count > 0 ? [plural(count, unitOf(input.length, at))] : [],
  )
  return [
    {
      code: 'unread-pixels',
      severity: 'hint',
      message:
        `The last ${listed(which)} of the ${inputName(input)} ` +
        `${unread.reduce((sum, count) => sum + count) === 1 ? 'is' : 'are'} never read: ` +
        `(${size} − ${reach} + ${before + after}) ÷ ${stride} + 1 = ` +
        `${Number(exact.toFixed(2))} is rounded down.`,
      mends: [
        { label: 'Use padding same', repair: { kind: 'setParams', params: { padding: 'same' } } },
      ],
    },
  ]
}

function unreadAlong(size: number, { stride, reach, before, after }: Line): number {
  const room = size + before + after - reach
  // What lies in the padding is no pixel, and what a stride beyond the window skips is said apart.
  if (room < 0 || stride > reach) return 0
  return Math.max(0, (room % stride) - after)
}

function listed(parts: readonly string[]): string {
  const last = parts.at(-1) ?? ''
  return parts.length > 1 ? `${parts.slice(0, -1).join(', ')} and ${last}` : last
}

/** A stride longer than the window jumps over pixels. A 1×1 window does so on purpose. */
export function skippedPixels(window: Window): readonly Remark[] {
  const axis = window.size.findIndex((_, at) => {
    const { reach, stride } = line(window, at)
    return reach > 1 && stride > reach
  })
  if (axis === -1) return []
  const { reach, stride } = line(window, axis)
  const skipped = plural(stride - reach, unitOf(window.size.length, axis))
  return [
    {
      code: 'skipped-pixels',
      severity: 'hint',
      message:
        `Stride ${stride} is longer than the window of ${reach}: between two windows ` +
        `${skipped} ${stride - reach === 1 ? 'is' : 'are'} never read.`,
      mends: [
        {
          label: `Use strides ${reach}`,
          repair: { kind: 'setParams', params: { strides: reach } },
        },
      ],
    },
  ]
}

/** How a card names the window: `5×5`, `3×3/2 same`, `3×3 pad 1`, `window 3 causal`. */
export function windowSummary(window: Geometry): string {
  const size = window.size.length === 1 ? `window ${window.size[0]}` : times(window.size)
  const stride = window.strides.some(step => step > 1) ? `/${short(window.strides)}` : ''
  const dilation = window.dilation.some(rate => rate > 1)
    ? ` dilated ${short(window.dilation)}`
    : ''
  return `${size}${stride} ${paddingSummary(window.padding)}${dilation}`
}

function paddingSummary(padding: Padding): string {
  return typeof padding === 'string' ? padding : `pad ${sidesSummary(padding)}`
}

/** `1`, `1×2`, `0/1, 2/3`. */
export function sidesSummary(sides: readonly Pair[]): string {
  return sides.every(([before, after]) => before === after)
    ? short(sides.map(([before]) => before))
    : sides.map(side => side.join('/')).join(', ')
}

function short(values: Numbers): string {
  return isUniform(values) ? String(values[0]) : times(values)
}

/** `(28 − 5 + 2·2) ÷ 1 + 1`, or the rule of `same`. */
export function slideFormula(size: number, window: Geometry, axis: number): string {
  const { stride, reach, before, after } = line(window, axis)
  if (window.padding === 'same') return `ceil(${size} ÷ ${stride})`
  const pad = before === after ? `2·${before}` : `${before} + ${after}`
  return `(${size} − ${reach} + ${pad}) ÷ ${stride} + 1`
}

/** ` = 54.25` where the division is not whole, so that one sees what was rounded down. */
export function roundedFrom(size: number, window: Geometry, axis: number): string {
  const { stride, reach, before, after } = line(window, axis)
  const steps = (size - reach + before + after) / stride
  if (window.padding === 'same' || Number.isInteger(steps) || steps < 0) return ''
  return ` = ${Number((steps + 1).toFixed(2))}`
}
