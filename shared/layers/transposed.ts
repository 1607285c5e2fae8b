// Sizes of the transposed convolution: Keras's for same and valid, PyTorch's for numbers.
import type { WindowValues } from './convolution.ts'
import { LayerError, type Shape } from './define.ts'
import { minus, plural, times } from './sizes.ts'
import { spaceOf, unitOf } from './space.ts'
import { span } from './window.ts'

export interface TransposedValues extends WindowValues {
  readonly outputPadding: readonly number[] | null
}

/** The layer along one of its axes. */
interface Line {
  readonly stride: number
  /** Positions from the first to the last that the window covers. */
  readonly reach: number
  /** Output padding; undefined where the layer chooses it. */
  readonly extra: number | undefined
  /** Positions cropped at either end: a word for those that follow from the sizes. */
  readonly crop: 'same' | 'valid' | readonly [before: number, after: number]
}

function line(p: TransposedValues, axis: number): Line {
  const { padding } = p
  return {
    stride: p.strides[axis] ?? 1,
    reach: span(p.kernelSize[axis] ?? 1, p.dilationRate[axis] ?? 1),
    extra: p.outputPadding?.[axis],
    crop:
      typeof padding === 'string'
        ? padding === 'same'
          ? 'same'
          : 'valid'
        : (padding[axis] ?? [0, 0]),
  }
}

/** The output's sizes along its spatial axes; throws `LayerError` where there is none. */
export function spread(x: Shape, p: TransposedValues): readonly number[] {
  const [input] = spaceOf(x, p.kernelSize.length)
  const lines = input.map((_, axis) => line(p, axis))
  for (const one of lines) checkOutputPadding(one)
  const sizes = lines.map((one, axis) => spreadAxis(input[axis] ?? 1, one))
  if (Math.min(...sizes) < 1) throw cropsEverything(input, sizes, p)
  return sizes
}

/** (W − 1)·S + F: every input position writes a window, the windows start S apart. */
function written(size: number, { stride, reach }: Line): number {
  return (size - 1) * stride + reach
}

function spreadAxis(size: number, one: Line): number {
  const { stride, reach, extra, crop } = one
  if (crop === 'same')
    return extra === undefined ? size * stride : (size - 1) * stride + (reach % 2) + extra
  if (crop === 'valid') return written(size, one) + (extra ?? Math.max(stride - reach, 0))
  const [before, after] = crop
  return written(size, one) - before - after + (extra ?? 0)
}

/** What the operation writes before numeric padding crops it, which may be more than all windows. */
export function uncropped(x: Shape, p: TransposedValues): readonly number[] {
  const [input] = spaceOf(x, p.kernelSize.length)
  return input.map((size, axis) => {
    const one = line(p, axis)
    if (typeof one.crop === 'string') return spreadAxis(size, one)
    return written(size, one) + Math.max(0, (one.extra ?? 0) - one.crop[1])
  })
}

/**
 * The forward convolution must come back to the input's size, so the padding is less than a stride;
 * with `same` and an even kernel it is at least 1, or ceil((W − 1)·S ÷ S) would be W − 1.
 */
function checkOutputPadding({ stride, reach, extra, crop }: Line): void {
  if (extra === undefined) return
  const least = crop === 'same' && reach % 2 === 0 ? 1 : 0
  if (extra >= least && extra < stride) return
  const range = least > stride - 1 ? 'none fits' : `it can be ${least} to ${stride - 1}`
  throw new LayerError(
    'output-padding',
    `Output padding ${extra} does not go with stride ${stride}${least === 1 ? ', an even window and padding same' : ''}: ${range}.`,
    [
      {
        label: 'Leave the output padding out',
        repair: { kind: 'setParams', params: { outputPadding: null } },
      },
    ],
  )
}

function cropsEverything(
  input: readonly number[],
  sizes: readonly number[],
  p: TransposedValues,
): LayerError {
  const axis = sizes.findIndex(size => size < 1)
  const rank = input.length
  const [length = 0] = input
  const what = rank === 1 ? `an input of ${plural(length, 'step')}` : `a ${times(input)} input`
  const message =
    `The padding crops everything away: ${spreadFormula(input[axis] ?? 1, p, axis)} = ` +
    `${minus(sizes[axis] ?? 0)} ${unitOf(rank, axis)}s of ${what}.`
  const use = (padding: string) => ({
    label: `Use padding ${padding}`,
    repair: { kind: 'setParams' as const, params: { padding } },
  })
  return new LayerError('crops-everything', message, [use('same'), use('valid')])
}

/** `(14 − 1)·2 + 3 − 1 − 1 + 1`, or the rule of `same`. */
export function spreadFormula(size: number, p: TransposedValues, axis: number): string {
  const { stride, reach, extra, crop } = line(p, axis)
  const start = `(${size} − 1)·${stride}`
  const end = extra ? ` + ${extra}` : ''
  if (crop === 'same')
    return extra === undefined ? `${size}·${stride}` : `${start} + ${reach % 2}${end}`
  if (crop === 'valid')
    return `${start} + ${extra === undefined ? Math.max(reach, stride) : reach}${end}`
  const [before, after] = crop
  return `${start} + ${reach} − ${before} − ${after}${end}`
}
