// Where the person is: the open body, the instance of it whose numbers are shown, and how the nodes
// that are drawn there relate to the layers of the expanded network.
import { bodyAt, type Place } from '../../shared/document/body.ts'
import { portsOf } from '../../shared/document/ports.ts'
import type {
  Block,
  DocumentEdge,
  DocumentNode,
  NetworkDocument,
} from '../../shared/document/types.ts'
import { analyse } from '../../shared/graph/analyse.ts'
import type { Layer, Network, Problem } from '../../shared/graph/network.ts'
import type { Shape } from '../../shared/layers/define.ts'
import type { OpenBlock } from './session-store.ts'

export interface Scope {
  readonly document: NetworkDocument
  readonly network: Network
  readonly place: Place
  readonly body: Block
  /** Path ids of the shown instance begin with it; empty in the document itself. */
  readonly prefix: string
  /** False where a block is used nowhere: its layers have no numbers. */
  readonly isUsed: boolean
}

const noBody: Block = { nodes: [], edges: [] }

export function placeOf(path: readonly OpenBlock[]): Place {
  return path[path.length - 1]?.block ?? null
}

/** The part of a path that still exists, after undo or removal of a block. */
export function livePath(
  document: NetworkDocument,
  path: readonly OpenBlock[],
): readonly OpenBlock[] {
  const end = path.findIndex(step => !bodyAt(document, step.block))
  return end < 0 ? path : path.slice(0, end)
}

export function scopeOf(document: NetworkDocument, path: readonly OpenBlock[]): Scope {
  const network = analyse(document)
  const place = placeOf(path)
  const body = bodyAt(document, place) ?? noBody
  const prefix = place === null ? '' : prefixOf(document, network, path, place)
  return { document, network, place, body, prefix: prefix ?? '', isUsed: prefix !== null }
}

/** Follows the uses; where one was not named, the first instance in the network stands for it. */
function prefixOf(
  document: NetworkDocument,
  network: Network,
  path: readonly OpenBlock[],
  place: string,
): string | null {
  let prefix: string | null = ''
  let around: Place = null
  for (const { block, use } of path) {
    const node =
      use === null ? undefined : bodyAt(document, around)?.nodes.find(other => other.id === use)
    prefix = node && prefix !== null ? instancePrefix(prefix, node, 0) : null
    around = block
  }
  if (prefix !== null && network.layers.some(layer => layer.id.startsWith(prefix ?? '')))
    return prefix
  const inside = network.layers.find(layer => layer.definition.block === place)
  return inside ? inside.id.slice(0, inside.id.length - inside.definition.id.length) : null
}

/** A use without `repeat` expands to `use/node`, with it to `use/0/node` (CONTRACTS). */
export function instancePrefix(prefix: string, use: DocumentNode, index: number): string {
  return use.repeat === undefined ? `${prefix}${use.id}/` : `${prefix}${use.id}/${index}/`
}

/** Inside a block that is used several times: which use a problem is in, if not the one shown. */
export function elsewhereOf({ network, prefix }: Scope, { node }: Problem): string | null {
  if (node === null || prefix === '' || node.startsWith(prefix)) return null
  const slash = node.lastIndexOf('/')
  if (slash < 0) return null
  const at = network.layers.findIndex(layer => layer.id === node)
  const own = network.layers.findIndex(layer => layer.id.startsWith(prefix))
  const here = instanceName(prefix)
  const reason = at < own ? `${here} comes after it and waits` : `the numbers are those of ${here}`
  return `This is in ${instanceName(node.slice(0, slash))}; ${reason}.`
}

/** `stage2/0/` is read as "repeat 1 of stage2". */
function instanceName(path: string): string {
  const uses: string[] = []
  for (const part of path.split('/')) {
    if (/^\d+$/.test(part)) uses.push(`repeat ${Number(part) + 1} of ${uses.pop() ?? ''}`)
    else if (part !== '') uses.push(part)
  }
  return uses.toReversed().join(' in ')
}

/** The layers that a drawn node stands for: itself, or everything inside a block's use. */
export function layersOf(scope: Scope, node: DocumentNode): readonly Layer[] {
  const id = scope.prefix + node.id
  if (node.type !== 'block') {
    const layer = scope.isUsed ? scope.network.byId.get(id) : undefined
    return layer ? [layer] : []
  }
  return scope.isUsed ? scope.network.layers.filter(layer => layer.id.startsWith(`${id}/`)) : []
}

/** How often a use stands in a row in the expanded network; 1 where it says nothing. */
export function repeatsOf(scope: Scope, node: DocumentNode, layers: readonly Layer[]): number {
  if (node.repeat === undefined) return 1
  const start = scope.prefix.length + node.id.length + 1
  let largest = -1
  for (const layer of layers)
    largest = Math.max(largest, Number.parseInt(layer.id.slice(start), 10))
  return largest + 1
}

/** A value somewhere in the network: the layer that makes it and what is known of it. */
export interface Made {
  readonly layer: Layer | null
  readonly shape: Shape | null
}

const unknown: Made = { layer: null, shape: null }

interface BodyIndex {
  readonly nodes: ReadonlyMap<string, DocumentNode>
  readonly into: ReadonlyMap<string, readonly DocumentEdge[]>
  readonly from: ReadonlyMap<string, readonly DocumentEdge[]>
}

const indices = new WeakMap<Block, BodyIndex>()

/** Nodes by id and wires by their ends, in file order; bodies are immutable. */
export function indexOf(body: Block): BodyIndex {
  const known = indices.get(body)
  if (known) return known
  const index = {
    nodes: new Map(body.nodes.map(node => [node.id, node])),
    into: Map.groupBy(body.edges, edge => edge.target),
    from: Map.groupBy(body.edges, edge => edge.source),
  }
  indices.set(body, index)
  return index
}

/** What a drawn node gives at an output: of a block's use, the value at its port. */
export function outputOf(scope: Scope, id: string, handle: string | undefined, depth = 0): Made {
  const node = indexOf(scope.body).nodes.get(id)
  if (!node || depth > 40) return unknown
  if (node.type === 'block') return outputOfUse(scope, node, handle, depth)
  const layer = scope.isUsed ? scope.network.byId.get(scope.prefix + id) : undefined
  if (layer) return { layer, shape: layer.outputShapes?.[Number(handle ?? 0) || 0] ?? null }
  if (node.type === 'blockInput') return inputOfInstance(scope, id, depth)
  // A node whose `when` is false: its input passes through.
  const edge = indexOf(scope.body).into.get(id)?.[0]
  return edge ? outputOf(scope, edge.source, edge.sourceHandle, depth + 1) : unknown
}

function outputOfUse(
  scope: Scope,
  node: DocumentNode,
  handle: string | undefined,
  depth: number,
): Made {
  const block = node.block === undefined ? undefined : bodyAt(scope.document, node.block)
  if (!block || node.block === undefined) return unknown
  const repeats = repeatsOf(scope, node, layersOf(scope, node))
  if (repeats === 0) return inputOfUse(scope, node, handle, depth)
  const port = handle ?? portsOf(block, 'source')[0]
  const edge = block.edges.find(other => other.target === port)
  if (!edge) return unknown
  const inner: Scope = {
    ...scope,
    place: node.block,
    body: block,
    prefix: instancePrefix(scope.prefix, node, repeats - 1),
  }
  return outputOf(inner, edge.source, edge.sourceHandle, depth + 1)
}

/** A use that is repeated 0 times is the identity. */
function inputOfUse(
  scope: Scope,
  node: DocumentNode,
  handle: string | undefined,
  depth: number,
): Made {
  const edges = indexOf(scope.body).into.get(node.id) ?? []
  const edge = edges.find(other => handle === undefined || other.targetHandle === handle)
  return edge ? outputOf(scope, edge.source, edge.sourceHandle, depth + 1) : unknown
}

/** Inside a block the value at a port is found at the layers that read it. */
function inputOfInstance(scope: Scope, port: string, depth: number): Made {
  const { from, into, nodes } = indexOf(scope.body)
  for (const reader of from.get(port) ?? []) {
    const layer = scope.network.byId.get(scope.prefix + reader.target)
    const index = into.get(reader.target)?.indexOf(reader) ?? 0
    const source = layer?.inputs[layer.inputs.length === 1 ? 0 : index]
    const maker = source && scope.network.byId.get(source.layer)
    if (maker) return { layer: maker, shape: maker.outputShapes?.[source.output] ?? null }
    const node = nodes.get(reader.target)
    const made = node?.type === 'block' ? inputInside(scope, node, reader, depth) : unknown
    if (made.layer) return made
  }
  return unknown
}

function inputInside(scope: Scope, use: DocumentNode, edge: DocumentEdge, depth: number): Made {
  const block = use.block === undefined ? undefined : bodyAt(scope.document, use.block)
  const port = edge.targetHandle ?? portsOf(block, 'target')[0]
  if (!block || use.block === undefined || port === undefined || depth > 40) return unknown
  const prefix = instancePrefix(scope.prefix, use, 0)
  return inputOfInstance({ ...scope, place: use.block, body: block, prefix }, port, depth + 1)
}
