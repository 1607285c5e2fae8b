// Where the network's outputs come from in the drawing itself, whatever block they are inside of.
import type { Block, DocumentNode } from '../document/types.ts'
import type { Network } from '../graph/network.ts'
import { outputCount, outputId } from '../graph/outputs.ts'
import type { End } from './frame.ts'
import type { Scopes } from './scopes.ts'

/** By the id of an output (`id`, or `id:1`): the node of the document, and its port, that gives it. */
export function outputEnds(scopes: Scopes, network: Network): ReadonlyMap<string, End> {
  const { document } = scopes
  const ends = document.nodes.flatMap(node => {
    const layer = network.byId.get(node.id)
    const several = layer && outputCount(layer) > 1
    if (several && document.edges.some(edge => edge.source === node.id)) return []
    const ports: readonly (string | undefined)[] =
      node.type === 'block'
        ? portsOf(scopes.blockOf(node))
        : several
          ? Array.from({ length: outputCount(layer) }, (_, output) => String(output))
          : [undefined]
    return ports.map(port => ({
      source: node.id,
      ...(port !== undefined && { sourceHandle: port }),
    }))
  })
  const open = ends.filter(end => !document.edges.some(edge => leaves(edge, end, scopes)))
  return new Map(
    open.flatMap(end => {
      const id = producerOf(scopes, network, { block: document, prefix: '' }, end)
      return id === undefined ? [] : [[id, end] as const]
    }),
  )
}

function portsOf(block: Block | undefined): readonly string[] {
  return block?.nodes.filter(node => node.type === 'blockOutput').map(node => node.id) ?? []
}

function leaves(edge: End, end: End, scopes: Scopes): boolean {
  if (edge.source !== end.source) return false
  const node = scopes.document.nodes.find(candidate => candidate.id === end.source)
  const [only] = node?.type === 'block' ? portsOf(scopes.blockOf(node)) : []
  return (edge.sourceHandle ?? only) === (end.sourceHandle ?? only)
}

interface Place {
  readonly block: Block
  readonly prefix: string
}

/** The id of the output whose value arrives at an end. */
function producerOf(scopes: Scopes, network: Network, place: Place, end: End): string | undefined {
  const node = place.block.nodes.find(candidate => candidate.id === end.source)
  if (!node) return undefined
  const into = (block: Block, prefix: string, target: string) => {
    const edge = block.edges.find(candidate => candidate.target === target)
    return edge && producerOf(scopes, network, { block, prefix }, edge)
  }
  if (node.type === 'block') {
    const block = scopes.blockOf(node)
    const port = end.sourceHandle ?? portsOf(block)[0]
    const prefix = lastPrefix(network, `${place.prefix}${node.id}/`, node)
    return block && port !== undefined ? into(block, prefix, port) : undefined
  }
  const layer = network.byId.get(`${place.prefix}${node.id}`)
  return layer
    ? outputId(layer, Number(end.sourceHandle ?? 0))
    : into(place.block, place.prefix, node.id)
}

/** The prefix of a use's last repetition. */
function lastPrefix(network: Network, prefix: string, node: DocumentNode): string {
  if (node.repeat === undefined) return prefix
  const counts = network.layers.flatMap(({ id }) =>
    id.startsWith(prefix) ? Number.parseInt(id.slice(prefix.length), 10) : [],
  )
  return `${prefix}${counts.reduce((most, count) => Math.max(most, count), 0)}/`
}
