// Short ways to write documents in tests.
import type { DocumentNode, NetworkDocument } from '../../../shared/document/types.ts'

/** Nodes as given; wires as `a > b > c`, several chains separated by commas. */
export function drawing(
  nodes: readonly DocumentNode[],
  wires: string,
  rest: Partial<NetworkDocument> = {},
): NetworkDocument {
  const edges = wires
    .split(',')
    .map(chain => chain.split('>').map(id => id.trim()))
    .flatMap(ids => ids.slice(1).map((target, index) => ({ source: ids[index] ?? '', target })))
    .filter(edge => edge.source !== '')
  return { format: 'layerloom', version: 1, name: 'Test', nodes, edges, ...rest }
}

/** A node in one line: `layer('c1', 'conv2d', { filters: 6 })`. */
export function layer(id: string, type: string, params?: DocumentNode['params']): DocumentNode {
  return { id, type, ...(params && { params }) }
}
