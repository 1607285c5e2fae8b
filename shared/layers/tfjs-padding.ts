// tfjs knows only the paddings `same` and `valid`; numbers become a zeroPadding2d before the layer.
import { type Argument, type Call, call } from '../emit/call.ts'
import type { Padding } from './parameters.ts'

type Arguments = Readonly<Record<string, Argument>>

/** The call of a window layer, behind a zeroPadding2d where its padding is given in numbers. */
export function tfjsWindow(
  p: { readonly padding: Padding },
  args: Arguments,
  _shapes: unknown,
  make: (args: Arguments) => Call,
): readonly Call[] {
  const { padding: written, ...rest } = args
  if (typeof p.padding === 'string') return [{ ...make(args), weights: true }]
  const [rows, columns] = p.padding
  return [
    call('zeroPadding2d', { padding: [[...rows], [...columns]] }),
    { ...make(rest), weights: true },
  ]
}
