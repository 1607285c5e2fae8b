// Pictures cut and resized in PyTorch.
import type { TorchForm, TorchPlace } from '../emit/torch-call.ts'
import type { Pair } from './spatial.ts'
import { code, form, torchBorder } from './torch.ts'

type Sides = readonly Pair[]

/** `x[:, :, 1:-1, 2:30]` */
function cut(sides: Sides): string {
  const range = ([before, after]: Pair) =>
    before === 0 && after === 0 ? ':' : `${before === 0 ? '' : before}:${after === 0 ? '' : -after}`
  return `[:, :, ${sides.map(range).join(', ')}]`
}

export function torchCropping(
  p: { readonly cropping: Sides },
  _: object,
  { apart }: TorchPlace,
): TorchForm {
  const sides = p.cropping.map(([before, after]) => [-before, -after] as const)
  return form('first', apart ? torchBorder(sides) : code(x => `${x}${cut(p.cropping)}`))
}

/** Pixels lie at half steps, and nothing is smoothed before it shrinks. */
export function torchResizing(
  sides: Sides | null,
  x: readonly number[],
  size: Pair,
  interpolation: 'bilinear' | 'nearest',
): TorchForm {
  const kept = sides?.flat().some(side => side > 0) ? cut(sides) : ''
  const [rows, columns] = [0, 1].map(
    axis => (x[axis] ?? 1) - (sides?.[axis] ?? []).reduce((a, b) => a + b, 0),
  )
  if (rows === size[0] && columns === size[1])
    return form(
      'first',
      code(text => `${text}${kept}`),
    )
  const mode = interpolation === 'nearest' ? 'nearest-exact' : 'bilinear'
  return form(
    'first',
    code(text => `F.interpolate(${text}${kept}, size=(${size.join(', ')}), mode="${mode}")`),
  )
}
