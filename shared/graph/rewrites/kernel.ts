// One large window as several small ones: the same view with fewer weights, but another function.
import { setParams } from '../../document/edits.ts'
import { insertAfter } from '../../document/insert.ts'
import type { Rewrite, Spot } from './rewrite.ts'

export function splitKernel(spot: Spot): Rewrite | null {
  const { document, node, at, layers } = spot
  const [{ params }] = layers
  const [rows = 0, columns = 0] = (params?.kernelSize ?? []) as readonly number[]
  const plain =
    ['strides', 'dilationRate'].every(name => isOnes(params?.[name])) && params?.groups === 1
  if (node.type !== 'conv2d' || rows !== columns || (rows !== 5 && rows !== 7) || !plain)
    return null
  const padding = params?.padding
  if (padding !== 'same' && padding !== 'valid') return null
  const count = (rows - 1) / 2
  const small = { ...node.params, kernelSize: 3 }
  let next = setParams(document, node.id, { kernelSize: 3 }, at)
  for (let more = 1; more < count; more++)
    next = insertAfter(next, node.id, { type: 'conv2d', params: small }, at)
  const numbers = count === 2 ? 'two' : 'three'
  return {
    id: 'split-kernel',
    label: `Write ${node.name ?? node.id} as ${numbers} 3×3 convolutions`,
    isExact: false,
    note: `${count === 2 ? 'Two' : 'Three'} 3×3 windows see as far as one of ${rows}×${rows}, but they compute another function: train the network again.`,
    document: next,
    weights: null,
  }
}

function isOnes(value: unknown): boolean {
  return Array.isArray(value) && value.every(each => each === 1)
}
