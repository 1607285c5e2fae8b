// What every emitter of code does with a drawing before it writes: which functions there will be, and an
// instance of each node that the analysis knows.
import { expand } from '../document/expand.ts'
import type { DocumentEdge, DocumentNode, NetworkDocument } from '../document/types.ts'
import type { Definition, FlatNode, Layer, Network } from '../graph/network.ts'
import type { Call } from './call.ts'
import type { Scopes } from './scopes.ts'

/** Raised where blocks cannot become functions faithfully; the printer then writes every layer out. */
export class NotFoldable extends Error {}

export interface Constants {
  readonly mean: readonly number[]
  readonly deviation: readonly number[]
}

/** Constants of a run: (raw − mean) ÷ deviation per channel, by input id. */
export type Scaling = Readonly<Record<string, Constants>>

/** An edge's end at which a value leaves a node. */
export type End = Pick<DocumentEdge, 'source' | 'sourceHandle'>

/** The same network with every layer written out. */
export function unfolded(document: NetworkDocument): NetworkDocument {
  const { nodes, edges } = expand(document)
  const { blocks: _, parameters: __, ...rest } = document
  return { ...rest, nodes: nodes.map(plainNode), edges }
}

function plainNode({ definition: _, ...node }: FlatNode): DocumentNode {
  return node
}

/** A function serves all uses of a block only if they give the same calls but for their expressions. */
export function refuseUnlikeUses(
  scopes: Scopes,
  network: Network,
  callsOf: (node: DocumentNode, layer: Layer) => readonly Call[],
): void {
  const nodes = new Map<string, DocumentNode>()
  for (const { name, block } of scopes.bodies)
    for (const node of block.nodes) nodes.set(`${name}/${node.id}`, node)
  const seen = new Map<string, string>()
  for (const layer of network.layers) {
    const { block, id } = layer.definition
    const key = `${block}/${id}`
    const node = block === null ? undefined : nodes.get(key)
    if (!node) continue
    const text = JSON.stringify(callsOf(node, layer))
    const before = seen.get(key) ?? text
    if (before !== text) throw new NotFoldable(`uses of ${block} differ in kind`)
    seen.set(key, text)
  }
}

export function instancesOf(
  scopes: Scopes,
  network: Network,
): (definition: Definition) => Layer | undefined {
  const found = new Map<string, Layer>()
  const isUnfolded = scopes.document.blocks === undefined
  const keyOf = (block: string | null, id: string) => (block === null ? id : `${block}/${id}`)
  for (const layer of network.layers) {
    const { block, id } = layer.definition
    const key = isUnfolded ? layer.id : keyOf(block, id)
    if (found.get(key)?.reached !== true) found.set(key, layer)
  }
  return ({ block, id }) => found.get(keyOf(block, id))
}

/** A function for every block that is there at least once; named after it, unless a node is. */
export function functionNames(
  scopes: Scopes,
  network: Network,
  unique: (name: string) => string,
): ReadonlyMap<string, string> {
  const withLayers = new Set(network.layers.map(layer => layer.definition.block))
  const nodes = new Set(scopes.bodies.flatMap(({ block }) => block.nodes.map(node => node.id)))
  const functions = new Map<string, string>()
  for (const { name, block } of scopes.bodies) {
    if (name === null) continue
    if (!withLayers.has(name) && !block.nodes.some(node => functions.has(node.block ?? '')))
      continue
    functions.set(name, unique(nodes.has(name) ? `${name}Block` : name))
  }
  return functions
}
