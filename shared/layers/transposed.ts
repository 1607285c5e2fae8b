// Sizes of the transposed convolution: Keras's for same and valid, PyTorch's for numbers.
import type { WindowValues } from './convolution.ts'
import { LayerError, type Shape } from './define.ts'
import type { Pair } from './parameters.ts'
import { minus, times } from './sizes.ts'
import { picture, span } from './window.ts'

export interface TransposedValues extends WindowValues {
  readonly outputPadding: Pair | null
}

const axes = [0, 1] as const
type Axis = (typeof axes)[number]

/** Output height and width; throws `LayerError` where there is none. */
export function spread(x: Shape, p: TransposedValues): Pair {
  const [height, width] = picture(x)
  for (const axis of axes) checkOutputPadding(p, axis)
  const sizes: Pair = [spreadAxis(height, p, 0), spreadAxis(width, p, 1)]
  if (Math.min(...sizes) < 1) throw cropsEverything([height, width], sizes, p)
  return sizes
}

/** (W − 1)·S + F: every input pixel writes a window, the windows start S apart. */
function written(size: number, p: TransposedValues, axis: Axis): number {
  return (size - 1) * p.strides[axis] + span(p.kernelSize[axis], p.dilationRate[axis])
}

function spreadAxis(size: number, p: TransposedValues, axis: Axis): number {
  const stride = p.strides[axis]
  const reach = span(p.kernelSize[axis], p.dilationRate[axis])
  const extra = p.outputPadding?.[axis]
  if (p.padding === 'same')
    return extra === undefined ? size * stride : (size - 1) * stride + (reach % 2) + extra
  if (p.padding === 'valid') return written(size, p, axis) + (extra ?? Math.max(stride - reach, 0))
  const [before, after] = p.padding[axis]
  return written(size, p, axis) - before - after + (extra ?? 0)
}

/** What the operation writes before numeric padding crops it, which may be more than all windows. */
export function uncropped(x: Shape, p: TransposedValues): Pair {
  const [height, width] = picture(x)
  const size = (input: number, axis: Axis) => {
    if (typeof p.padding === 'string') return spreadAxis(input, p, axis)
    return (
      written(input, p, axis) + Math.max(0, (p.outputPadding?.[axis] ?? 0) - p.padding[axis][1])
    )
  }
  return [size(height, 0), size(width, 1)]
}

/**
 * The forward convolution must come back to the input's size, so the padding is less than a stride;
 * with `same` and an even kernel it is at least 1, or ceil((W − 1)·S ÷ S) would be W − 1.
 */
function checkOutputPadding(p: TransposedValues, axis: Axis): void {
  const extra = p.outputPadding?.[axis]
  if (extra === undefined) return
  const stride = p.strides[axis]
  const isEven = span(p.kernelSize[axis], p.dilationRate[axis]) % 2 === 0
  const least = p.padding === 'same' && isEven ? 1 : 0
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

function cropsEverything(input: Pair, sizes: Pair, p: TransposedValues): LayerError {
  const axis = sizes[0] < 1 ? 0 : 1
  const message =
    `The padding crops everything away: ${spreadFormula(input[axis], p, axis)} = ` +
    `${minus(sizes[axis])} ${axis === 0 ? 'rows' : 'columns'} of a ${times(input)} input.`
  const use = (padding: string) => ({
    label: `Use padding ${padding}`,
    repair: { kind: 'setParams' as const, params: { padding } },
  })
  return new LayerError('crops-everything', message, [use('same'), use('valid')])
}

/** `(14 − 1)·2 + 3 − 1 − 1 + 1`, or the rule of `same`. */
export function spreadFormula(size: number, p: TransposedValues, axis: Axis): string {
  const stride = p.strides[axis]
  const reach = span(p.kernelSize[axis], p.dilationRate[axis])
  const extra = p.outputPadding?.[axis]
  const start = `(${size} − 1)·${stride}`
  const end = extra ? ` + ${extra}` : ''
  if (p.padding === 'same')
    return extra === undefined ? `${size}·${stride}` : `${start} + ${reach % 2}${end}`
  if (p.padding === 'valid')
    return `${start} + ${extra === undefined ? Math.max(reach, stride) : reach}${end}`
  const [before, after] = p.padding[axis]
  return `${start} + ${reach} − ${before} − ${after}${end}`
}
