// Edits of a network: pure functions from document to document. The same object comes back where
// nothing changed, also where an edit makes no sense (an unknown id, a name that is taken).
import {
  bodyAt,
  type Changes,
  change,
  changeBody,
  filterSame,
  findNode,
  freshId,
  idsOf,
  mapSame,
  type Place,
  sameEdge,
} from './body.ts'
import { renameLosses } from './losses.ts'
import { idRule, isId } from './names.ts'
import { changeHandles, nameOnlyPort, portSide, portsOf, singleInputs } from './ports.ts'
import type {
  DocumentEdge,
  DocumentNode,
  Json,
  NetworkDocument,
  Position,
  RawParams,
  Training,
} from './types.ts'

/** A node to add; without an id it gets one from its type. */
export type NewNode = Omit<DocumentNode, 'id'> & { readonly id?: string }

export function addNode(
  document: NetworkDocument,
  node: NewNode,
  at: Place = null,
): NetworkDocument {
  const body = bodyAt(document, at)
  const taken = idsOf(body)
  const id = node.id ?? freshId(taken, node.type, node.block)
  if (!body || taken.has(id) || !isId(id)) return document
  const added = { ...node, id }
  const side = portSide(added)
  const ready = side ? nameOnlyPort(document, at, side) : document
  return changeBody(ready, at, { nodes: [...body.nodes, added] })
}

/**
 * Removes nodes and their wires. With `heal`, what fed a removed node (its first wire, if several)
 * feeds the nodes behind it instead, each wire in its old place.
 */
export function removeNodes(
  document: NetworkDocument,
  ids: Iterable<string>,
  { heal = false }: { readonly heal?: boolean } = {},
  at: Place = null,
): NetworkDocument {
  const body = bodyAt(document, at)
  const gone = new Set(ids)
  const removed = body?.nodes.filter(node => gone.has(node.id)) ?? []
  if (!body || removed.length === 0) return document
  const edges = heal
    ? healed(body.edges, gone)
    : body.edges.filter(edge => !gone.has(edge.source) && !gone.has(edge.target))
  let next = document
  for (const node of removed) next = withoutPort(next, at, node)
  const current = bodyAt(next, at)?.edges === body.edges ? edges : keepKnown(edges, next, at)
  next = changeBody(next, at, {
    nodes: filterSame(body.nodes, node => !gone.has(node.id)),
    edges: current,
  })
  return at === null ? renameLosses(next, id => (gone.has(id) ? null : id)) : next
}

/** A block that uses itself may have lost wires of its own with the port. */
function keepKnown(
  edges: readonly DocumentEdge[],
  document: NetworkDocument,
  at: Place,
): readonly DocumentEdge[] {
  const left = bodyAt(document, at)?.edges ?? []
  return edges.filter(edge => left.includes(edge))
}

function withoutPort(document: NetworkDocument, at: Place, node: DocumentNode): NetworkDocument {
  const side = portSide(node)
  if (at === null || !side) return document
  const only = portsOf(bodyAt(document, at), side).length === 1
  return changeHandles(document, at, side, handle =>
    handle === node.id || (only && handle === undefined) ? null : handle,
  )
}

function healed(edges: readonly DocumentEdge[], gone: ReadonlySet<string>): DocumentEdge[] {
  const firstInto = new Map<string, DocumentEdge>()
  for (const edge of edges) if (!firstInto.has(edge.target)) firstInto.set(edge.target, edge)
  return edges.flatMap(edge => {
    if (gone.has(edge.target)) return []
    let feed: DocumentEdge | undefined = edge
    // Each step goes through one removed node; more steps than nodes mean a circle.
    for (let steps = 0; feed && gone.has(feed.source); steps++)
      feed = steps > gone.size ? undefined : firstInto.get(feed.source)
    if (!feed) return []
    if (feed === edge) return edge
    const { sourceHandle: _, ...rest } = edge
    const handle = feed.sourceHandle
    return { ...rest, source: feed.source, ...(handle !== undefined && { sourceHandle: handle }) }
  })
}

/** Adds a wire. An input that takes one wire only gives up the one it had, and keeps its place. */
export function connect(
  document: NetworkDocument,
  edge: DocumentEdge,
  at: Place = null,
): NetworkDocument {
  const body = bodyAt(document, at)
  const source = findNode(document, edge.source, at)
  const target = findNode(document, edge.target, at)
  if (!body || !source || !target || source === target || source.type === 'blockOutput')
    return document
  if (body.edges.some(other => sameEdge(other, edge))) return document
  const single = singleInputs(document, target)
  if (single?.length === 0) return document
  const handleOf = (wire: DocumentEdge) => wire.targetHandle ?? single?.[0]
  const taken = (other: DocumentEdge) =>
    single !== null && other.target === edge.target && handleOf(other) === handleOf(edge)
  const place = body.edges.findIndex(taken)
  if (place < 0) return changeBody(document, at, { edges: [...body.edges, edge] })
  return changeBody(document, at, { edges: body.edges.with(place, edge) })
}

export function disconnect(
  document: NetworkDocument,
  edges: DocumentEdge | readonly DocumentEdge[],
  at: Place = null,
): NetworkDocument {
  const body = bodyAt(document, at)
  if (!body) return document
  const gone = Array.isArray(edges) ? (edges as readonly DocumentEdge[]) : [edges as DocumentEdge]
  const keep = (edge: DocumentEdge) => !gone.some(other => sameEdge(other, edge))
  return changeBody(document, at, { edges: filterSame(body.edges, keep) })
}

/** Moves one end of a wire; it keeps its place among the wires. */
export function reconnect(
  document: NetworkDocument,
  old: DocumentEdge,
  edge: DocumentEdge,
  at: Place = null,
): NetworkDocument {
  const body = bodyAt(document, at)
  const place = body?.edges.findIndex(other => sameEdge(other, old)) ?? -1
  if (!body || place < 0 || sameEdge(old, edge)) return document
  const without = changeBody(document, at, { edges: body.edges.toSpliced(place, 1) })
  const joined = connect(without, edge, at)
  if (joined === without) return document
  // `connect` has put the wire where another one ended, or last; it belongs where it was.
  const others = bodyAt(joined, at)?.edges.filter(other => other !== edge) ?? []
  const before = new Set(body.edges.slice(0, place))
  const index = others.filter(other => before.has(other)).length
  return changeBody(joined, at, { edges: others.toSpliced(index, 0, edge) })
}

/** Puts a new node into the middle of a wire; both halves stand where the wire stood. */
export function insertOnEdge(
  document: NetworkDocument,
  edge: DocumentEdge,
  node: NewNode,
  at: Place = null,
): NetworkDocument {
  const place = bodyAt(document, at)?.edges.findIndex(other => sameEdge(other, edge)) ?? -1
  if (place < 0) return document
  const position = node.position ?? middleOf(document, edge, at)
  const id = node.id ?? freshId(idsOf(bodyAt(document, at)), node.type, node.block)
  const next = addNode(document, { ...node, id, ...(position && { position }) }, at)
  if (next === document) return document
  const { targetHandle, sourceHandle, ...ends } = edge
  const into = { ...ends, target: id, ...(sourceHandle !== undefined && { sourceHandle }) }
  const out = { ...ends, source: id, ...(targetHandle !== undefined && { targetHandle }) }
  const edges = bodyAt(next, at)?.edges ?? []
  return changeBody(next, at, { edges: edges.toSpliced(place, 1, into, out) })
}

function middleOf(document: NetworkDocument, edge: DocumentEdge, at: Place): Position | undefined {
  const from = findNode(document, edge.source, at)?.position
  const to = findNode(document, edge.target, at)?.position
  return from && to && { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 }
}

/** Sets arguments of a node; undefined takes one back to its default. */
export function setParams(
  document: NetworkDocument,
  id: string,
  params: Readonly<Record<string, Json | undefined>>,
  at: Place = null,
): NetworkDocument {
  const node = findNode(document, id, at)
  if (!node) return document
  const next = change<RawParams>(node.params ?? {}, params)
  if (next === node.params || (!node.params && Object.keys(next).length === 0)) return document
  return setNode(document, id, { params: Object.keys(next).length === 0 ? undefined : next }, at)
}

export function setParam(
  document: NetworkDocument,
  id: string,
  name: string,
  value: Json | undefined,
  at: Place = null,
): NetworkDocument {
  return setParams(document, id, { [name]: value }, at)
}

/** Sets what a node says beside its id and type; undefined removes a property. */
export function setNode(
  document: NetworkDocument,
  id: string,
  fields: Changes<Omit<DocumentNode, 'id' | 'type'>>,
  at: Place = null,
): NetworkDocument {
  return mapNodes(document, at, node =>
    node.id === id ? change<DocumentNode>(node, fields) : node,
  )
}

function mapNodes(
  document: NetworkDocument,
  at: Place,
  edit: (node: DocumentNode) => DocumentNode,
): NetworkDocument {
  const body = bodyAt(document, at)
  return body ? changeBody(document, at, { nodes: mapSame(body.nodes, edit) }) : document
}

/** Gives a node another id; wires, losses and the wires at a block's uses follow. */
export function rename(
  document: NetworkDocument,
  id: string,
  wanted: string,
  at: Place = null,
): NetworkDocument {
  const node = findNode(document, id, at)
  if (!node || problemWithId(document, wanted, at) !== undefined) return document
  const side = portSide(node)
  const followed =
    at !== null && side
      ? changeHandles(document, at, side, handle => (handle === id ? wanted : handle))
      : document
  const renamed = mapNodes(followed, at, other =>
    other.id === id ? { ...other, id: wanted } : other,
  )
  const next = changeBody(renamed, at, {
    edges: mapSame(bodyAt(renamed, at)?.edges ?? [], edge =>
      change(edge, {
        ...(edge.source === id && { source: wanted }),
        ...(edge.target === id && { target: wanted }),
      }),
    ),
  })
  return at === null ? renameLosses(next, first => (first === id ? wanted : first)) : next
}

/** Why a node cannot have this id, as a sentence, or undefined where it can. */
export function problemWithId(
  document: NetworkDocument,
  id: string,
  at: Place = null,
): string | undefined {
  if (!isId(id)) return idRule('An id')
  return findNode(document, id, at) ? `There is a node ${id} already.` : undefined
}

export function moveNodes(
  document: NetworkDocument,
  positions: Readonly<Record<string, Position>>,
  at: Place = null,
): NetworkDocument {
  return mapNodes(document, at, node =>
    Object.hasOwn(positions, node.id)
      ? change<DocumentNode>(node, { position: positions[node.id] })
      : node,
  )
}

/** Changes training settings; undefined removes an optional one. Without settings there is nothing to change. */
export function setTraining(document: NetworkDocument, fields: Changes<Training>): NetworkDocument {
  const { training } = document
  if (!training) return document
  return change<NetworkDocument>(document, { training: change(training, fields) })
}

export function setName(document: NetworkDocument, name: string): NetworkDocument {
  return change<NetworkDocument>(document, { name })
}

/** Sets a parameter of the document, or of a block; undefined removes it. */
export function setDocumentParameter(
  document: NetworkDocument,
  name: string,
  value: Json | undefined,
  at: Place = null,
): NetworkDocument {
  const body = bodyAt(document, at)
  if (!body) return document
  const parameters = change<RawParams>(body.parameters ?? {}, { [name]: value })
  if (parameters === body.parameters || (!body.parameters && value === undefined)) return document
  return changeBody(document, at, {
    parameters: Object.keys(parameters).length === 0 ? undefined : parameters,
  })
}
