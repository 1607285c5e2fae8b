// Poolings in PyTorch, channels first.
import type { TorchForm, TorchPlace } from '../emit/torch-call.ts'
import { type PoolingValues, poolingWindow } from './pooling.ts'
import {
  axes,
  code,
  form,
  nn,
  ownTorch,
  torchAxis,
  torchBorder,
  torchPadding,
  tuple,
  type Written,
} from './torch.ts'
import { bordersOf } from './window.ts'

type P = PoolingValues

function windowOf(w: Written) {
  return { size: axes(w.poolSize), stride: axes(w.strides ?? w.poolSize) }
}

export function torchMaxPool(p: P, w: Written, place: TorchPlace): TorchForm {
  const rank = p.poolSize.length
  const sides = bordersOf(poolingWindow(p), place.inputs[0] ?? [])
  const { size, stride } = windowOf(w)
  // PyTorch pads by half of the window at most.
  const isSmall = sides.every(([before], axis) => 2 * before <= (p.poolSize[axis] ?? 1))
  const { before, padding } = isSmall
    ? torchPadding(sides, place, Number.NEGATIVE_INFINITY)
    : { before: [torchBorder(sides, Number.NEGATIVE_INFINITY)], padding: 0 }
  return form('first', ...before, nn(`MaxPool${rank}d`, [size], { stride, padding }))
}

export function torchAveragePool(p: P, w: Written, place: TorchPlace): TorchForm {
  const rank = p.poolSize.length
  const sides = bordersOf(poolingWindow(p), place.inputs[0] ?? [])
  const { size, stride } = windowOf(w)
  if (p.padding === 'same' && (place.apart || sides.flat().some(side => side > 0)))
    return form('first', ownTorch(`SameAvgPool${rank}d`, [size], { stride }))
  const isSmall = sides.every(([before], axis) => 2 * before <= (p.poolSize[axis] ?? 1))
  const { before, padding } = isSmall
    ? torchPadding(sides, place)
    : { before: [torchBorder(sides)], padding: 0 }
  return form('first', ...before, nn(`AvgPool${rank}d`, [size], { stride, padding }))
}

/** A class of ours behind a border of its own. */
export function torchOwnPool(name: string, border: number, ...more: readonly string[]) {
  return (p: P, w: Written, place: TorchPlace): TorchForm => {
    const sides = bordersOf(poolingWindow(p), place.inputs[0] ?? [])
    const { size, stride } = windowOf(w)
    const needs = place.apart || sides.flat().some(side => side > 0)
    const extra = Object.fromEntries(more.map(key => [key, w[key] ?? null]))
    const before = needs ? [border === 0 ? torchBorder(sides) : torchBorder(sides, border)] : []
    return form('first', ...before, ownTorch(name, [size], { stride, ...extra }))
  }
}

export function torchGlobalPool(kind: 'mean' | 'amax') {
  return (
    p: { readonly keepdims: boolean },
    w: Written,
    { inputs: [x = []], layout }: TorchPlace,
  ): TorchForm => {
    const dims = x.slice(0, -1).map((_, axis) => torchAxis(axis, x.length, layout))
    const list = dims.length === 1 ? String(dims[0]) : tuple(dims)
    if (typeof w.keepdims === 'object' && w.keepdims !== null)
      return form(layout, ownTorch('GlobalPool', [kind, dims], { keepdim: w.keepdims }))
    return form(
      layout,
      code(text => `${text}.${kind}(dim=${list}${p.keepdims ? ', keepdim=True' : ''})`),
    )
  }
}
