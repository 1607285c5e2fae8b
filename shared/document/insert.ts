// Putting a node before or behind another one.
import { bodyAt, changeBody, freshId, idsOf, type Place } from './body.ts'
import { addNode, connect, insertOnEdge, type NewNode } from './edits.ts'
import type { DocumentEdge, NetworkDocument } from './types.ts'

/**
 * All wires into the node lead to the new one instead, which feeds the node; with `input`, only
 * that wire of a merge.
 */
export function insertBefore(
  document: NetworkDocument,
  id: string,
  node: NewNode,
  at: Place = null,
  input?: number,
): NetworkDocument {
  const edges = bodyAt(document, at)?.edges.filter(edge => edge.target === id) ?? []
  const [first, ...others] = input === undefined ? edges : edges.slice(input, input + 1)
  const added = node.id ?? freshId(idsOf(bodyAt(document, at)), node.type, node.block)
  if (!first)
    return connect(addNode(document, { ...node, id: added }, at), { source: added, target: id }, at)
  const next = insertOnEdge(document, first, { ...node, id: added }, at)
  return mapEdges(next, at, others, ({ targetHandle: _, ...edge }) => ({ ...edge, target: added }))
}

/** The node feeds the new one, which feeds all that the node fed from the same output. */
export function insertAfter(
  document: NetworkDocument,
  id: string,
  node: NewNode,
  at: Place = null,
): NetworkDocument {
  const [first, ...rest] = bodyAt(document, at)?.edges.filter(edge => edge.source === id) ?? []
  const added = node.id ?? freshId(idsOf(bodyAt(document, at)), node.type, node.block)
  if (!first)
    return connect(addNode(document, { ...node, id: added }, at), { source: id, target: added }, at)
  const others = rest.filter(edge => edge.sourceHandle === first.sourceHandle)
  const next = insertOnEdge(document, first, { ...node, id: added }, at)
  return mapEdges(next, at, others, ({ sourceHandle: _, ...edge }) => ({ ...edge, source: added }))
}

function mapEdges(
  document: NetworkDocument,
  at: Place,
  wires: readonly DocumentEdge[],
  edit: (edge: DocumentEdge) => DocumentEdge,
): NetworkDocument {
  const edges = bodyAt(document, at)?.edges ?? []
  const next = edges.map(edge => (wires.includes(edge) ? edit(edge) : edge))
  return changeBody(document, at, { edges: next })
}
