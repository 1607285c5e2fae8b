// What the drawings are put together from in which a rule finds something.
import type { DocumentNode, NetworkDocument, Training } from '../../../../shared/document/types.ts'
import { drawing, layer } from '../drawing.ts'

/** A drawing that has a problem which offers a fix. */
export interface Mendable {
  readonly code: string
  readonly in: NetworkDocument
}

/** One that a rule of the linter finds. */
export interface Finding extends Mendable {
  readonly node: string | null
  /** The numbers of the sentence, worked out by hand. */
  readonly says: readonly string[]
  /** A drawing that is nearly the same and sound. */
  readonly notIn: NetworkDocument
}

export const training: Training = {
  dataset: { kind: 'npz', path: 'x.npz' },
  loss: 'categoricalCrossentropy',
  optimizer: { kind: 'sgd', learningRate: 0.1 },
  epochs: 1,
  batchSize: 32,
  seed: 1,
}
export const image = (...shape: number[]) => layer('image', 'input', { shape })
export const conv = (id: string, filters: number, rest = {}) =>
  layer(id, 'conv2d', { filters, kernelSize: 3, padding: 'same', activation: 'relu', ...rest })
export const dense = (id: string, units: number, rest = {}) =>
  layer(id, 'dense', { units, ...rest })
export const flat = layer('flat', 'flatten')
export const mean = layer('mean', 'globalAveragePooling2d')
export const norm = layer('norm', 'batchNormalization')
export const end = dense('end', 10, { activation: 'softmax' })

export function chain(...nodes: DocumentNode[]): NetworkDocument {
  return drawing(nodes, nodes.map(node => node.id).join(' > '), { training })
}

export function stack(count: number, make: (index: number) => DocumentNode): DocumentNode[] {
  return Array.from({ length: count }, (_, index) => make(index))
}
