import { type Drawing, drawingOf } from '../../renderer/state/drawing.ts'
import type { OpenBlock } from '../../renderer/state/session-store.ts'
import { createStores, type Stores } from '../../renderer/state/stores.tsx'
import type { NetworkDocument } from '../../shared/document/types.ts'
import { findTemplate } from '../../templates/index.ts'

export function template(name: string): NetworkDocument {
  const document = findTemplate(name)?.document
  if (!document) throw new Error(`no template ${name}`)
  return document
}

export function drawn(document: NetworkDocument, path: readonly OpenBlock[] = []): Drawing {
  return drawingOf(document, path, 5)
}

export function storesWith(document: NetworkDocument): Stores {
  const stores = createStores()
  stores.document.open(document, null)
  return stores
}

/** The drawing of look.html's scene "error": the last convolution's window is too large. */
export const broken: NetworkDocument = {
  format: 'layerloom',
  version: 1,
  name: 'LeNet',
  nodes: [
    { id: 'image', type: 'input', params: { shape: [28, 28, 1] } },
    {
      id: 'conv1',
      type: 'conv2d',
      params: { filters: 6, kernelSize: 5, padding: 'same', activation: 'relu' },
    },
    { id: 'pool1', type: 'averagePooling2d', params: { poolSize: 2 } },
    { id: 'conv2', type: 'conv2d', params: { filters: 16, kernelSize: 5, activation: 'relu' } },
    { id: 'pool2', type: 'averagePooling2d', params: { poolSize: 2 } },
    { id: 'conv3', type: 'conv2d', params: { filters: 120, kernelSize: 7, activation: 'relu' } },
    { id: 'flatten', type: 'flatten' },
    { id: 'fc2', type: 'dense', params: { units: 84 } },
    { id: 'scores', type: 'dense', params: { units: 12, activation: 'softmax' } },
  ],
  edges: [
    { source: 'image', target: 'conv1' },
    { source: 'conv1', target: 'pool1' },
    { source: 'pool1', target: 'conv2' },
    { source: 'conv2', target: 'pool2' },
    { source: 'pool2', target: 'conv3' },
    { source: 'conv3', target: 'flatten' },
    { source: 'flatten', target: 'fc2' },
    { source: 'fc2', target: 'scores' },
  ],
}
