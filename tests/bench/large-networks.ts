// A network of the size at which an editor becomes slow.
import type { NetworkDocument } from '../../shared/document/types.ts'

/** Convolutions in a row, drawn one by one. */
export function longChain(length: number): NetworkDocument {
  const ids = Array.from({ length }, (_, index) => `conv${index}`)
  const params = { filters: 8, kernelSize: 3, padding: 'same', activation: 'relu' }
  return {
    format: 'layerloom',
    version: 1,
    name: 'A chain',
    nodes: [
      { id: 'image', type: 'input', params: { shape: [32, 32, 8] } },
      ...ids.map(id => ({ id, type: 'conv2d', params })),
    ],
    edges: ids.map((target, index) => ({ source: ids[index - 1] ?? 'image', target })),
  }
}
