// The wires of a dissolved block: through the ports, from copy to copy, and to the body around.
import type { Copy } from './dissolve.ts'
import { portsOf } from './ports.ts'
import type { Block, DocumentEdge } from './types.ts'

/** Where a value comes from: a node and which of its outputs. */
interface Feed {
  readonly source: string
  readonly sourceHandle?: string
}

// A port on the way in is written with a slash, which no id has, until the outer wire replaces it.
const inlet = (port: string): string => `/${port}`

/** What feeds an output port of one of the copies, or of none: then it is what comes in. */
function outletFeed(
  block: Block,
  copies: readonly Copy[],
  last: number,
  port: string,
): Feed | null {
  const copy = copies[last]
  if (!copy)
    return inletFeed(
      block,
      copies,
      0,
      portsOf(block, 'target')[portsOf(block, 'source').indexOf(port)],
    )
  const edge = block.edges.find(item => item.target === port)
  if (!edge) return null
  const source = copy.ids.get(edge.source)
  if (source === undefined) return inletFeed(block, copies, last, edge.source)
  return { source, ...(edge.sourceHandle !== undefined && { sourceHandle: edge.sourceHandle }) }
}

/** What feeds an input port of a copy: the same output of the copy before, or the outside. */
function inletFeed(
  block: Block,
  copies: readonly Copy[],
  index: number,
  port: string | undefined,
): Feed | null {
  if (port === undefined) return null
  if (index === 0) return { source: inlet(port) }
  const output = portsOf(block, 'source')[portsOf(block, 'target').indexOf(port)]
  return output === undefined ? null : outletFeed(block, copies, index - 1, output)
}

/** The wires inside one copy, and into it. */
export function innerEdges(
  block: Block,
  copies: readonly Copy[],
  index: number,
): readonly DocumentEdge[] {
  const ids = copies[index]?.ids
  return block.edges.flatMap((edge): DocumentEdge[] => {
    const target = ids?.get(edge.target)
    if (target === undefined) return []
    const source = ids?.get(edge.source)
    if (source !== undefined) return [{ ...edge, source, target }]
    const feed = inletFeed(block, copies, index, edge.source)
    return feed ? [{ ...feed, target, ...handleOf(edge) }] : []
  })
}

function handleOf({ targetHandle }: DocumentEdge): Pick<DocumentEdge, 'targetHandle'> {
  return targetHandle === undefined ? {} : { targetHandle }
}

/** The wires of the body around: those to and from the use are led to what took its place. */
export function joined(
  edges: readonly DocumentEdge[],
  use: string,
  block: Block,
  copies: readonly Copy[],
  inner: readonly DocumentEdge[],
): readonly DocumentEdge[] {
  const inputs = portsOf(block, 'target')
  const outputs = portsOf(block, 'source')
  const feeds = new Map<string, DocumentEdge>()
  for (const edge of edges)
    if (edge.target === use) feeds.set(inlet(edge.targetHandle ?? inputs[0] ?? ''), edge)
  const led = (edge: DocumentEdge): DocumentEdge[] => {
    if (!edge.source.startsWith('/')) return [edge]
    const feed = feeds.get(edge.source)
    if (!feed || feed.source === use) return []
    const { source, sourceHandle } = feed
    return [
      {
        target: edge.target,
        ...handleOf(edge),
        source,
        ...(sourceHandle !== undefined && { sourceHandle }),
      },
    ]
  }
  const after = edges.flatMap((edge): DocumentEdge[] => {
    if (edge.target === use) return []
    if (edge.source !== use) return [edge]
    const port = edge.sourceHandle ?? outputs[0] ?? ''
    const feed = outletFeed(block, copies, copies.length - 1, port)
    return feed ? led({ ...feed, target: edge.target, ...handleOf(edge) }) : []
  })
  return [...after, ...inner.flatMap(led)]
}
