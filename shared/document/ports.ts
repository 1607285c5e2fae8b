// Which wires a node can take, and the ports of blocks: where a block is used, the handles of wires
// are the ids of its port nodes, so an edit of the one must follow in the other.
import { findLayer } from '../layers/index.ts'
import { bodyAt, mapBodies, mapSame, type Place } from './body.ts'
import type { Block, DocumentEdge, DocumentNode, NetworkDocument } from './types.ts'

export type Side = 'source' | 'target'

const portTypes = { source: 'blockOutput', target: 'blockInput' } as const
const handleKeys = { source: 'sourceHandle', target: 'targetHandle' } as const

/** Ids of a block's outputs (where its use is a wire's source) or inputs, in file order. */
export function portsOf(block: Block | undefined, side: Side): readonly string[] {
  const ports = block?.nodes.filter(node => node.type === portTypes[side]) ?? []
  return ports.map(node => node.id)
}

/** On which side of a block's uses a node of it shows, if it is a port. */
export function portSide(node: DocumentNode): Side | undefined {
  if (node.type === 'blockInput') return 'target'
  return node.type === 'blockOutput' ? 'source' : undefined
}

/** Handles of the inputs that take one wire each; null where any number may arrive. */
export function singleInputs(
  document: NetworkDocument,
  node: DocumentNode,
): readonly string[] | null {
  if (node.type === 'blockInput') return []
  if (node.type === 'blockOutput') return ['']
  if (node.type === 'block') {
    const block = node.block === undefined ? undefined : bodyAt(document, node.block)
    return block ? portsOf(block, 'target') : null
  }
  const inputs = findLayer(node.type)?.inputs ?? 'many'
  if (inputs === 'many') return null
  if (inputs === 'none') return []
  return inputs === 'one' ? [''] : inputs
}

/** Changes the handles of every wire to or from a use of the block; null removes the wire. */
export function changeHandles(
  document: NetworkDocument,
  block: string,
  side: Side,
  edit: (handle: string | undefined) => string | undefined | null,
): NetworkDocument {
  return mapBodies(document, body => {
    const uses = new Set(
      body.nodes.flatMap(node => (node.type === 'block' && node.block === block ? node.id : [])),
    )
    return uses.size === 0 ? {} : { edges: withHandles(body.edges, uses, side, edit) }
  })
}

function withHandles(
  edges: readonly DocumentEdge[],
  uses: ReadonlySet<string>,
  side: Side,
  edit: (handle: string | undefined) => string | undefined | null,
): readonly DocumentEdge[] {
  const key = handleKeys[side]
  const removed = new Set<DocumentEdge>()
  const next = mapSame(edges, edge => {
    if (!uses.has(edge[side])) return edge
    const handle = edit(edge[key])
    if (handle === null) removed.add(edge)
    if (handle === null || handle === undefined || handle === edge[key]) return edge
    return { ...edge, [key]: handle }
  })
  return removed.size === 0 ? next : next.filter(edge => !removed.has(edge))
}

/** Before a block gets a second port, wires that left its only one unnamed must name it. */
export function nameOnlyPort(document: NetworkDocument, at: Place, side: Side): NetworkDocument {
  if (at === null) return document
  const [only, ...others] = portsOf(bodyAt(document, at), side)
  if (only === undefined || others.length > 0) return document
  return changeHandles(document, at, side, handle => handle ?? only)
}
