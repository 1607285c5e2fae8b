// Carries out the repairs that problems offer.
import type { Fix } from '../graph/network.ts'
import { bodyAt, changeBody, findNode, freshId, idsOf, type Place } from './body.ts'
import { addNode, connect, insertOnEdge, removeNodes, setNode, setParams } from './edits.ts'
import type { DocumentEdge, NetworkDocument, RawParams } from './types.ts'

/** The document with the fix made; the same object where its node is no longer there. */
export function applyFix(document: NetworkDocument, fix: Fix): NetworkDocument {
  const { block: at, id } = fix.at
  const { repair } = fix
  if (!findNode(document, id, at)) return document
  switch (repair.kind) {
    case 'setParams':
      return setParams(document, id, repair.params, at)
    case 'setNode':
      return setNode(document, id, repair.fields, at)
    case 'insertBefore':
      return insertBefore(document, id, newNode(repair.type, repair.params), at, repair.input)
    case 'insertAfter':
      return insertAfter(document, id, newNode(repair.type, repair.params), at)
    case 'remove':
      return removeNodes(document, [id], { heal: true }, at)
    case 'removeSource': {
      const source = edgesInto(document, id, at)[0]?.source
      return source === undefined ? document : removeNodes(document, [source], { heal: true }, at)
    }
  }
}

interface Inserted {
  readonly type: string
  readonly params?: RawParams
}

function newNode(type: string, params: RawParams | undefined): Inserted {
  return { type, ...(params && { params }) }
}

function edgesInto(document: NetworkDocument, id: string, at: Place): readonly DocumentEdge[] {
  return bodyAt(document, at)?.edges.filter(edge => edge.target === id) ?? []
}

/**
 * All wires into the node lead to the new one instead, which feeds the node; with `input`, only
 * that wire of a merge.
 */
function insertBefore(
  document: NetworkDocument,
  id: string,
  node: Inserted,
  at: Place,
  input?: number,
): NetworkDocument {
  const edges = edgesInto(document, id, at)
  const [first, ...others] = input === undefined ? edges : edges.slice(input, input + 1)
  const added = freshId(idsOf(bodyAt(document, at)), node.type)
  if (!first)
    return connect(addNode(document, { ...node, id: added }, at), { source: added, target: id }, at)
  const next = insertOnEdge(document, first, { ...node, id: added }, at)
  return retarget(next, at, others, ({ targetHandle: _, ...edge }) => ({ ...edge, target: added }))
}

/** The node feeds the new one, which feeds all that the node fed. */
function insertAfter(
  document: NetworkDocument,
  id: string,
  node: Inserted,
  at: Place,
): NetworkDocument {
  const [first, ...others] = bodyAt(document, at)?.edges.filter(edge => edge.source === id) ?? []
  const added = freshId(idsOf(bodyAt(document, at)), node.type)
  if (!first)
    return connect(addNode(document, { ...node, id: added }, at), { source: id, target: added }, at)
  const next = insertOnEdge(document, first, { ...node, id: added }, at)
  return retarget(next, at, others, ({ sourceHandle: _, ...edge }) => ({ ...edge, source: added }))
}

function retarget(
  document: NetworkDocument,
  at: Place,
  wires: readonly DocumentEdge[],
  edit: (edge: DocumentEdge) => DocumentEdge,
): NetworkDocument {
  const edges = bodyAt(document, at)?.edges ?? []
  const next = edges.map(edge => (wires.includes(edge) ? edit(edge) : edge))
  return changeBody(document, at, { edges: next })
}
