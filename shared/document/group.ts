// Making a block of a selection.
import { bodyAt, changeBody, freshId, idsOf, type Place } from './body.ts'
import { renameLosses } from './losses.ts'
import { problemWithBlockName } from './names.ts'
import { namesUsed } from './substitute.ts'
import type {
  Block,
  DocumentEdge,
  DocumentNode,
  Json,
  NetworkDocument,
  Position,
  RawParams,
} from './types.ts'

/** Why these nodes cannot become a block, as a sentence, or undefined where they can. */
export function problemWithGroup(
  document: NetworkDocument,
  ids: Iterable<string>,
  at: Place = null,
): string | undefined {
  const wanted = new Set(ids)
  const nodes = bodyAt(document, at)?.nodes.filter(node => wanted.has(node.id)) ?? []
  if (nodes.length === 0) return 'Select the layers that the block is to hold.'
  const port = nodes.find(node => node.type === 'blockInput' || node.type === 'blockOutput')
  if (port) return `${port.id} is a port of the block around it and cannot move into another one.`
  const input = nodes.find(node => node.type === 'input')
  return input && `${input.id} is an input of the network and stays outside of blocks.`
}

/**
 * Moves nodes into a new block and puts a use of it in their place. Wires that cross the border
 * become ports; the network that it all expands to stays the same but for its path ids.
 */
export function createBlock(
  document: NetworkDocument,
  ids: Iterable<string>,
  name: string,
  at: Place = null,
): NetworkDocument {
  const body = bodyAt(document, at)
  const inside = new Set(ids)
  if (!body || problemWithBlockName(document, name) || problemWithGroup(document, inside, at))
    return document
  const nodes = body.nodes.filter(node => inside.has(node.id))
  const border = borderOf(body, inside)
  const use = makeUse(body, nodes, name, parametersOf(body, nodes, at))
  const block = blockOf(body, nodes, border, parametersOf(body, nodes, at), at)
  const withBlock = { ...document, blocks: { ...document.blocks, [name]: block } }
  const first = body.nodes.findIndex(node => inside.has(node.id))
  const next = changeBody(withBlock, at, {
    nodes: body.nodes.flatMap((node, index) =>
      index === first ? use : inside.has(node.id) ? [] : node,
    ),
    edges: outerEdges(body.edges, inside, border, use.id),
  })
  return at === null ? renameLosses(next, id => (inside.has(id) ? `${use.id}/${id}` : id)) : next
}

/** One port per value that crosses the border. */
interface Crossing {
  readonly port: string
  readonly node: string
  readonly handle: string | undefined
}

interface Border {
  readonly inputs: readonly Crossing[]
  readonly outputs: readonly Crossing[]
}

function borderOf(body: Block, inside: ReadonlySet<string>): Border {
  const inward = body.edges.filter(edge => !inside.has(edge.source) && inside.has(edge.target))
  const outward = body.edges.filter(edge => inside.has(edge.source) && !inside.has(edge.target))
  const taken = new Set(inside)
  return {
    inputs: crossings(inward, 'in', taken),
    outputs: crossings(outward, 'out', taken),
  }
}

function crossings(
  edges: readonly DocumentEdge[],
  word: string,
  taken: Set<string>,
): readonly Crossing[] {
  const values = new Map<string, DocumentEdge>()
  for (const edge of edges) {
    const key = JSON.stringify([edge.source, edge.sourceHandle])
    if (!values.has(key)) values.set(key, edge)
  }
  const single = values.size === 1 && !taken.has(word)
  return [...values.values()].map(edge => {
    const port = single ? word : freshId(taken, word)
    taken.add(port)
    return { port, node: edge.source, handle: edge.sourceHandle }
  })
}

function crossing(list: readonly Crossing[], edge: DocumentEdge): Crossing | undefined {
  return list.find(item => item.node === edge.source && item.handle === edge.sourceHandle)
}

/** A block's own parameters are out of reach inside the new block, so they are passed on. */
function parametersOf(body: Block, nodes: readonly DocumentNode[], at: Place): RawParams {
  if (at === null || !body.parameters) return {}
  // Everything in a document is JSON; its interfaces merely lack an index signature.
  const used = namesUsed(nodes as unknown as Json)
  return Object.fromEntries(Object.entries(body.parameters).filter(([name]) => used.has(name)))
}

function makeUse(
  body: Block,
  nodes: readonly DocumentNode[],
  name: string,
  parameters: RawParams,
): DocumentNode {
  const params = Object.fromEntries(Object.keys(parameters).map(key => [key, `=${key}`]))
  const position = firstPosition(nodes)
  return {
    id: freshId(idsOf(body), 'block', name),
    type: 'block',
    block: name,
    ...(Object.keys(params).length > 0 && { params }),
    ...(position && { position }),
  }
}

function firstPosition(nodes: readonly DocumentNode[]): Position | undefined {
  const places = nodes.flatMap(node => node.position ?? [])
  if (places.length === 0) return undefined
  return {
    x: Math.min(...places.map(place => place.x)),
    y: Math.min(...places.map(place => place.y)),
  }
}

function blockOf(
  body: Block,
  nodes: readonly DocumentNode[],
  border: Border,
  parameters: RawParams,
  at: Place,
): Block {
  const inside = new Set(nodes.map(node => node.id))
  const edges = body.edges.flatMap((edge): DocumentEdge[] => {
    if (!inside.has(edge.target)) return []
    if (inside.has(edge.source)) return [edge]
    const { sourceHandle: _, ...rest } = edge
    const port = crossing(border.inputs, edge)?.port
    return port === undefined ? [] : [{ ...rest, source: port }]
  })
  const outlets = border.outputs.map(
    ({ port, node, handle }): DocumentEdge => ({
      source: node,
      target: port,
      ...(handle !== undefined && { sourceHandle: handle }),
    }),
  )
  return {
    ...(Object.keys(parameters).length > 0 && { parameters }),
    nodes: [
      ...border.inputs.map(({ port }) => ({ id: port, type: 'blockInput' })),
      ...nodes.map(node => withSharing(node, at)),
      ...border.outputs.map(({ port }) => ({ id: port, type: 'blockOutput' })),
    ],
    edges: [...edges, ...outlets],
  }
}

/** In the document itself a shared name holds for all of it, and must go on doing so. */
function withSharing(node: DocumentNode, at: Place): DocumentNode {
  const { sharedWeights } = node
  if (at !== null || sharedWeights === undefined || sharedWeights.startsWith('/')) return node
  return { ...node, sharedWeights: `/${sharedWeights}` }
}

/** The wires outside, each in its place; those that lead in merge where they carry one value. */
function outerEdges(
  edges: readonly DocumentEdge[],
  inside: ReadonlySet<string>,
  border: Border,
  use: string,
): readonly DocumentEdge[] {
  const led = new Set<string>()
  return edges.flatMap((edge): DocumentEdge[] => {
    const [from, to] = [inside.has(edge.source), inside.has(edge.target)]
    if (from && to) return []
    if (from) return [fromUse(edge, border, use)]
    if (!to) return [edge]
    const port = crossing(border.inputs, edge)?.port
    if (port === undefined || led.has(port)) return []
    led.add(port)
    const { targetHandle: _, ...rest } = edge
    return [{ ...rest, target: use, ...(border.inputs.length > 1 && { targetHandle: port }) }]
  })
}

function fromUse(edge: DocumentEdge, border: Border, use: string): DocumentEdge {
  const { sourceHandle: _, ...rest } = edge
  const port = crossing(border.outputs, edge)?.port
  const named = border.outputs.length > 1 && port !== undefined
  return { ...rest, source: use, ...(named && { sourceHandle: port }) }
}
