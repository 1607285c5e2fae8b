// Copy and paste: a part of a drawing as a text of its own, with what it needs to stand elsewhere.
import { bodyAt, changeBody, copiedId, idsOf, type Place } from './body.ts'
import { withBlocks } from './bring.ts'
import { asObject } from './checks.ts'
import { DocumentError } from './document-error.ts'
import { parseJson } from './json-text.ts'
import { currentVersion } from './migrate.ts'
import { parseDocumentValue } from './parse.ts'
import { nameOnlyPort } from './ports.ts'
import { printDocument } from './print.ts'
import { namesUsed } from './substitute.ts'
import type { Block, DocumentEdge, DocumentNode, Json, NetworkDocument, Position } from './types.ts'

/** Nodes with the wires between them, the blocks they use and the parameters they name. */
export interface Fragment extends Block {
  readonly blocks?: Readonly<Record<string, Block>>
}

const fragmentFormat = 'layerloom-fragment'

/** The part of a body that these nodes make up. */
export function fragmentOf(
  document: NetworkDocument,
  ids: Iterable<string>,
  at: Place = null,
): Fragment {
  const body = bodyAt(document, at)
  const wanted = new Set(ids)
  const nodes = body?.nodes.filter(node => wanted.has(node.id)) ?? []
  const edges = body?.edges.filter(edge => wanted.has(edge.source) && wanted.has(edge.target)) ?? []
  const blocks = blocksUsed(document, nodes)
  const parameters = parametersUsed(document, at, nodes, blocks)
  return {
    nodes,
    edges,
    ...(Object.keys(blocks).length > 0 && { blocks }),
    ...(Object.keys(parameters).length > 0 && { parameters }),
  }
}

function blocksUsed(
  document: NetworkDocument,
  nodes: readonly DocumentNode[],
): Readonly<Record<string, Block>> {
  const found = new Map<string, Block>()
  const waiting = [...nodes]
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (node.type !== 'block' || node.block === undefined || found.has(node.block)) continue
    const block = bodyAt(document, node.block)
    if (!block) continue
    found.set(node.block, block)
    waiting.push(...block.nodes)
  }
  return Object.fromEntries(found)
}

function parametersUsed(
  document: NetworkDocument,
  at: Place,
  nodes: readonly DocumentNode[],
  blocks: Readonly<Record<string, Block>>,
): Readonly<Record<string, Json>> {
  // Everything in a document is JSON; its interfaces merely lack an index signature.
  const waiting = [...namesUsed([nodes, blocks] as unknown as Json)]
  const own = (at === null ? undefined : bodyAt(document, at)?.parameters) ?? {}
  const scope: Readonly<Record<string, Json>> = { ...document.parameters, ...own }
  const found = new Map<string, Json>()
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const value = Object.hasOwn(scope, name) ? scope[name] : undefined
    if (value === undefined || found.has(name)) continue
    found.set(name, value)
    waiting.push(...namesUsed(value))
  }
  return Object.fromEntries(found)
}

/** The text that copying puts on the clipboard: a network file but for its format. */
export function printFragment(fragment: Fragment): string {
  const document: NetworkDocument = {
    format: 'layerloom',
    version: currentVersion,
    name: '',
    ...fragment,
  }
  return printDocument(document).replace('"layerloom"', `"${fragmentFormat}"`)
}

/** Reads text from the clipboard: a fragment, or a whole network. Throws `DocumentError`. */
export function parseFragment(text: string): Fragment {
  const json = parseJson(text) as Json
  const object = asObject(json, 'The text')
  if (object.format !== fragmentFormat && object.format !== 'layerloom')
    throw new DocumentError('not-a-network', 'The text is no part of a network.', 'format')
  const { document } = parseDocumentValue({ ...object, format: 'layerloom' })
  const { nodes, edges, blocks, parameters } = document
  return { nodes, edges, ...(blocks && { blocks }), ...(parameters && { parameters }) }
}

export interface PasteOptions {
  /** Moves every position; without it they stay. */
  readonly offset?: Position
}

/** Adds a fragment: ids that are taken count on, blocks and parameters come along where they lack. */
export function paste(
  document: NetworkDocument,
  fragment: Fragment,
  { offset = { x: 0, y: 0 } }: PasteOptions = {},
  at: Place = null,
): NetworkDocument {
  if (!bodyAt(document, at) || fragment.nodes.length === 0) return document
  const { document: ready, renamed } = withBlocks(document, fragment.blocks ?? {}, at)
  const ids = freshIds(idsOf(bodyAt(ready, at)), fragment.nodes)
  const nodes = fragment.nodes.map(node => placed(node, ids, renamed, offset))
  const edges = fragment.edges.flatMap(edge => moved(edge, ids))
  let next = withParameters(ready, fragment.parameters ?? {}, at)
  if (nodes.some(node => node.type === 'blockInput')) next = nameOnlyPort(next, at, 'target')
  if (nodes.some(node => node.type === 'blockOutput')) next = nameOnlyPort(next, at, 'source')
  const body = bodyAt(next, at)
  if (!body) return document
  return changeBody(next, at, {
    nodes: [...body.nodes, ...nodes],
    edges: [...body.edges, ...edges],
  })
}

/** Copies nodes with the wires between them, a little aside. */
export function duplicate(
  document: NetworkDocument,
  ids: Iterable<string>,
  offset: Position = { x: 24, y: 24 },
  at: Place = null,
): NetworkDocument {
  return paste(document, fragmentOf(document, ids, at), { offset }, at)
}

function freshIds(taken: Set<string>, nodes: readonly DocumentNode[]): ReadonlyMap<string, string> {
  const ids = new Map<string, string>()
  for (const { id } of nodes) {
    const fresh = copiedId(taken, id)
    taken.add(fresh)
    ids.set(id, fresh)
  }
  return ids
}

function placed(
  node: DocumentNode,
  ids: ReadonlyMap<string, string>,
  blocks: ReadonlyMap<string, string>,
  offset: Position,
): DocumentNode {
  const { position, block } = node
  const renamed = block === undefined ? undefined : blocks.get(block)
  return {
    ...node,
    id: ids.get(node.id) ?? node.id,
    ...(renamed !== undefined && { block: renamed }),
    ...(position && { position: { x: position.x + offset.x, y: position.y + offset.y } }),
  }
}

function moved(edge: DocumentEdge, ids: ReadonlyMap<string, string>): DocumentEdge[] {
  const source = ids.get(edge.source)
  const target = ids.get(edge.target)
  return source === undefined || target === undefined ? [] : [{ ...edge, source, target }]
}

function withParameters(
  document: NetworkDocument,
  parameters: Readonly<Record<string, Json>>,
  at: Place,
): NetworkDocument {
  const own = bodyAt(document, at)?.parameters ?? {}
  const known = new Set([...Object.keys(own), ...Object.keys(document.parameters ?? {})])
  const missing = Object.entries(parameters).filter(([name]) => !known.has(name))
  if (missing.length === 0) return document
  return changeBody(document, at, { parameters: { ...own, ...Object.fromEntries(missing) } })
}
