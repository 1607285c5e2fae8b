// The bodies of a document, and what the names in their expressions mean: a parameter of the block
// itself, else one of the document (never one of a block around it), else the count of a repeat.
import { isExpression, names, parseExpression } from '../document/expressions.ts'
import type { Block, DocumentEdge, DocumentNode, Json, NetworkDocument } from '../document/types.ts'
import type { Definition } from '../graph/network.ts'
import { wire } from '../graph/wiring.ts'

/** Null for the document itself. */
export type BodyName = string | null

export interface NamedBody {
  readonly name: BodyName
  readonly block: Block
}

export function definitionIn({ name }: NamedBody, { id }: DocumentNode): Definition {
  return { block: name, id }
}

/** The nodes of a body, each after those it reads, with the wires that end at it. */
export function nodesInOrder(
  body: NamedBody,
): readonly (readonly [node: DocumentNode, edges: readonly DocumentEdge[]])[] {
  const { nodes, edges } = body.block
  const flat = nodes.map(node => ({
    id: node.id,
    type: node.type,
    params: {},
    definition: definitionIn(body, node),
  }))
  const { order, incoming } = wire(flat, edges)
  return order.flatMap(index => {
    const node = nodes[index]
    return node ? [[node, incoming[index] ?? []] as const] : []
  })
}

export class Scopes {
  readonly document: NetworkDocument
  /** The blocks that the network uses, each before those that use it, and the document last. */
  readonly bodies: readonly NamedBody[]
  readonly #free = new Map<string, readonly string[]>()

  constructor(document: NetworkDocument) {
    this.document = document
    this.bodies = usedBodies(document)
  }

  blockOf(node: DocumentNode): Block | undefined {
    const blocks = this.document.blocks ?? {}
    const name = node.block ?? ''
    return Object.hasOwn(blocks, name) ? blocks[name] : undefined
  }

  /** Names that a block needs from around it, each once: the document's parameters and `index`. */
  freeNames(block: string): readonly string[] {
    const known = this.#free.get(block)
    if (known) return known
    const body = this.bodies.find(({ name }) => name === block)?.block
    if (!body) return []
    const own = body.parameters ?? {}
    const used = new Set([
      ...Object.values(own).flatMap(namesIn),
      ...body.nodes.flatMap(node => this.#namesOf(node)),
    ])
    const free = [...used].filter(name => !Object.hasOwn(own, name))
    this.#free.set(block, free)
    return free
  }

  #namesOf(node: DocumentNode): readonly string[] {
    const inside = [...namesIn(node.params), ...namesIn(node.when)]
    if (node.type === 'block') inside.push(...this.freeNames(node.block ?? ''))
    if (node.repeat === undefined) return inside
    // Inside a repeat, `index` is its own counter; how often it repeats is decided outside.
    return [...inside.filter(name => name !== 'index'), ...namesIn(node.repeat)]
  }

  /** The body whose parameter a name in `body` is; undefined for `index`. */
  homeOf(body: BodyName, name: string): NamedBody | undefined {
    const own = this.bodies.find(candidate => candidate.name === body)
    const document = this.bodies.at(-1)
    return [own, document].find(
      candidate => candidate && Object.hasOwn(candidate.block.parameters ?? {}, name),
    )
  }
}

/** Every name in the expressions of a value, lists and objects included. */
export function namesIn(value: Json | undefined): readonly string[] {
  if (isExpression(value)) return names(parseExpression(value))
  if (value === null || typeof value !== 'object') return []
  return Object.values(value).flatMap(namesIn)
}

/** The name, where a value is an expression of one bare name. */
export function bareName(value: Json | undefined): string | undefined {
  if (!isExpression(value)) return undefined
  const expression = parseExpression(value)
  return expression.kind === 'name' ? expression.name : undefined
}

function usedBodies(document: NetworkDocument): readonly NamedBody[] {
  const blocks = document.blocks ?? {}
  const found = new Map<string, NamedBody>()
  const visit = (body: Block): void => {
    for (const { type, block: name } of body.nodes) {
      if (type !== 'block' || name === undefined || found.has(name)) continue
      const block = Object.hasOwn(blocks, name) ? blocks[name] : undefined
      if (!block) continue
      visit(block)
      found.set(name, { name, block })
    }
  }
  visit(document)
  return [...found.values(), { name: null, block: document }]
}
