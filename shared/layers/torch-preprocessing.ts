// What the layers that prepare pictures are in PyTorch: classes of the exported file, most of them for training only.
import type { Argument } from '../emit/call.ts'
import type { TorchForm } from '../emit/torch-call.ts'
import type { Pair } from './spatial.ts'
import { form, ownTorch } from './torch.ts'

interface Moving {
  readonly fillMode: string
  readonly interpolation: string
  readonly fillValue: number
}

/** `first` and `second` are shares of height and width, or `first` turns of a circle. */
export function torchMove(
  kind: 'rotation' | 'translation' | 'zoom',
  [first, second]: readonly Pair[],
  { fillMode, interpolation, fillValue }: Moving,
): TorchForm {
  const args = {
    ...(fillMode !== 'reflect' && { mode: fillMode }),
    ...(interpolation === 'nearest' && { nearest: true }),
    ...(fillValue !== 0 && { fill: fillValue }),
  }
  const list: Argument[] = [kind, ...[first, second].flatMap(pair => (pair ? [pair] : []))]
  return form('first', ownTorch('RandomMove', list, args))
}

type Colors = Readonly<Partial<Record<'brightness' | 'contrast' | 'saturation' | 'hue', Pair>>>

export function torchColor([low, high]: Pair, ranges: Colors): TorchForm {
  return form('first', ownTorch('RandomColor', [low, high], { ...ranges }))
}
