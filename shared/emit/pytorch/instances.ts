// Every body of a drawing as often as it stands in the network, and the shapes of the values in each.
import type { Block, DocumentEdge, DocumentNode } from '../../document/types.ts'
import type { Layer, Network } from '../../graph/network.ts'
import { type End, NotFoldable } from '../frame.ts'
import type { BodyName, Scopes } from '../scopes.ts'

/** One use of a block, at one count of its repeat. */
export interface Instance {
  /** What the ids of its layers begin with: empty, or `stage1/0/`. */
  readonly prefix: string
  readonly body: BodyName
  readonly block: Block
  readonly parent: Instance | null
  readonly use: DocumentNode | null
  /** Which repetition, and its place among those that are there. */
  readonly index: number | null
  readonly rank: number
}

type Shape = readonly number[]

export class Instances {
  readonly #network: Network
  readonly #scopes: Scopes
  readonly #all = new Map<BodyName, Instance[]>()
  readonly #byPrefix = new Map<string, Instance>()

  constructor(scopes: Scopes, network: Network) {
    this.#scopes = scopes
    this.#network = network
    const prefixes = new Set(network.layers.flatMap(({ id }) => prefixesOf(id)))
    const root = { prefix: '', body: null, block: scopes.document, parent: null, use: null }
    this.#add({ ...root, index: null, rank: 0 }, prefixes)
  }

  /** An unfolded document has slashes in its ids, but no instances inside. */
  #add(instance: Instance, prefixes: ReadonlySet<string>): void {
    this.#all.set(instance.body, [...(this.#all.get(instance.body) ?? []), instance])
    this.#byPrefix.set(instance.prefix, instance)
    for (const use of instance.block.nodes) {
      const block = use.type === 'block' ? this.#scopes.blockOf(use) : undefined
      if (!block) continue
      const base = `${instance.prefix}${use.id}/`
      const child = { body: use.block ?? '', block, parent: instance, use }
      if (use.repeat === undefined) {
        if (prefixes.has(base))
          this.#add({ ...child, prefix: base, index: null, rank: 0 }, prefixes)
        continue
      }
      const counts = [...prefixes].flatMap(prefix => {
        const end = prefix.startsWith(base) ? prefix.slice(base.length, -1) : ''
        return /^\d+$/.test(end) ? [Number(end)] : []
      })
      for (const [rank, index] of counts.sort((a, b) => a - b).entries())
        this.#add({ ...child, prefix: `${base}${index}/`, index, rank }, prefixes)
    }
  }

  of(body: BodyName): readonly Instance[] {
    return this.#all.get(body) ?? []
  }

  /** The uses that stand in one instance of the body around, in the order of their repetitions. */
  inside(around: Instance, use: DocumentNode): readonly Instance[] {
    return this.of(use.block ?? '').filter(
      one => one.parent?.prefix === around.prefix && one.use?.id === use.id,
    )
  }

  layer(instance: Instance, node: DocumentNode): Layer | undefined {
    return this.#network.byId.get(`${instance.prefix}${node.id}`)
  }

  /** The shape of what leaves a node. */
  shape(instance: Instance, end: End): Shape {
    const node = instance.block.nodes.find(({ id }) => id === end.source)
    if (!node) throw new NotFoldable(`no ${end.source}`)
    if (node.type === 'blockInput') return this.#entering(instance, node)
    if (node.type === 'blockOutput') return this.#arriving(instance, node)
    if (node.type === 'block') return this.#leaving(instance, node, end.sourceHandle)
    const layer = this.layer(instance, node)
    if (!layer) return this.#arriving(instance, node)
    const shape = layer.outputShapes?.[Number(end.sourceHandle ?? 0)]
    if (!shape) throw new NotFoldable(`${layer.id} has no shape`)
    return shape
  }

  /** What its first wire, or the one at a port, brings. */
  #arriving(instance: Instance, node: DocumentNode, port?: string): Shape {
    const edges = instance.block.edges.filter(edge => edge.target === node.id)
    const edge =
      port === undefined ? edges[0] : (edgeAt(edges, port, this.#portsOf(node)) ?? edges[0])
    if (!edge) throw new NotFoldable(`nothing arrives at ${node.id}`)
    return this.shape(instance, edge)
  }

  #portsOf(node: DocumentNode): readonly string[] {
    const block = this.#scopes.blockOf(node)
    return block?.nodes.filter(({ type }) => type === 'blockInput').map(({ id }) => id) ?? []
  }

  #entering(instance: Instance, port: DocumentNode): Shape {
    const { parent, use, block, rank } = instance
    if (!parent || !use) throw new NotFoldable('a port of nothing')
    if (rank === 0) return this.#arriving(parent, use, port.id)
    const before = this.inside(parent, use)[rank - 1]
    const place = block.nodes.filter(({ type }) => type === 'blockInput').indexOf(port)
    const output = block.nodes.filter(({ type }) => type === 'blockOutput')[place]
    if (!before || !output) throw new NotFoldable('a repetition that joins nothing')
    return this.shape(before, { source: output.id })
  }

  #leaving(instance: Instance, node: DocumentNode, handle: string | undefined): Shape {
    const last = this.inside(instance, node).at(-1)
    const block = this.#scopes.blockOf(node)
    const outputs = block?.nodes.filter(({ type }) => type === 'blockOutput') ?? []
    const place = handle === undefined ? 0 : outputs.findIndex(({ id }) => id === handle)
    const output = outputs[Math.max(place, 0)]
    if (last && output) return this.shape(last, { source: output.id })
    const ports = this.#portsOf(node)
    return this.#arriving(instance, node, ports.length === outputs.length ? ports[place] : ports[0])
  }
}

function edgeAt(
  edges: readonly DocumentEdge[],
  port: string,
  ports: readonly string[],
): DocumentEdge | undefined {
  return edges.find(edge => (edge.targetHandle ?? ports[0]) === port)
}

/** `a/`, `a/0/` of `a/0/conv`. */
function prefixesOf(id: string): readonly string[] {
  const parts = id.split('/')
  return parts.slice(1).map((_, at) => `${parts.slice(0, at + 1).join('/')}/`)
}
