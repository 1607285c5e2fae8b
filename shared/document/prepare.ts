// What the expansion needs to know of a body, found out once per node and kept while the node lives.
import type { Definition, PlainNode } from '../graph/network.ts'
import { holdsExpression } from './expressions.ts'
import type { Block, DocumentEdge, DocumentNode, Json, JsonObject } from './types.ts'

export type Role = 'layer' | 'use' | 'input' | 'output'

export interface PreparedNode {
  readonly node: DocumentNode
  readonly role: Role
  readonly definition: Definition
  readonly params: JsonObject
  /** The parameters that must be computed. */
  readonly computed: readonly (readonly [name: string, value: Json])[]
  /** Computed parameters by their values, so that equal repetitions share one object. */
  readonly results: Map<string, JsonObject>
  /** What it became: the same plain nodes again after an edit elsewhere. */
  readonly plain: PlainNodes
}

/** The document's own node stands once; a block's node once in every instance, by path id. */
export interface PlainNodes {
  own: PlainNode | undefined
  inside: Map<string, PlainNode> | undefined
}

export interface PreparedBody {
  readonly block: string | null
  readonly body: Block
  readonly nodes: readonly PreparedNode[]
  readonly edges: readonly PreparedEdge[]
  readonly indexOf: ReadonlyMap<string, number>
  /** Indices of the `blockInput` and `blockOutput` nodes, in file order. */
  readonly inputs: readonly number[]
  readonly outputs: readonly number[]
}

/** An edge by the indices of its ends, -1 where there is no such node. */
export interface PreparedEdge {
  readonly edge: DocumentEdge
  readonly source: number
  readonly target: number
}

const roles: Readonly<Record<string, Role>> = {
  block: 'use',
  blockInput: 'input',
  blockOutput: 'output',
}

const noParams: JsonObject = {}
const nothingComputed: PreparedNode['computed'] = []
const noResults: PreparedNode['results'] = new Map()
const preparedBodies = new WeakMap<Block, PreparedBody>()

/**
 * The body of each name that was prepared last. An edited one holds mostly the same nodes, which are taken over from
 * it: a weak map of single nodes costs more than the rest of an analysis, above all when garbage is collected.
 */
const latest = new Map<string | null, PreparedBody>()
const mostLatest = 200

export function prepareBody(body: Block, block: string | null): PreparedBody {
  const known = preparedBodies.get(body)
  if (known?.block === block) return known
  const before = latest.get(block)
  const indexOf = new Map<string, number>()
  const nodes = body.nodes.map((node, index) => {
    indexOf.set(node.id, index)
    return sameNode(before, node, index) ?? prepareNode(node, block)
  })
  const edges = body.edges.map((edge, index) => {
    const source = indexOf.get(edge.source) ?? -1
    const target = indexOf.get(edge.target) ?? -1
    const known = before?.edges[index]
    const isSame = known?.edge === edge && known.source === source && known.target === target
    return isSame ? known : { edge, source, target }
  })
  const withRole = (role: Role): number[] => {
    const found: number[] = []
    for (let at = 0; at < nodes.length; at++) if (nodes[at]?.role === role) found.push(at)
    return found
  }
  const inputs = withRole('input')
  const prepared = { block, body, nodes, edges, indexOf, inputs, outputs: withRole('output') }
  preparedBodies.set(body, prepared)
  if (latest.size >= mostLatest) latest.clear()
  latest.set(block, prepared)
  return prepared
}

/** The same node of an earlier body, mostly at the same place. */
function sameNode(
  before: PreparedBody | undefined,
  node: DocumentNode,
  index: number,
): PreparedNode | undefined {
  if (!before) return undefined
  const here = before.nodes[index]
  if (here?.node === node) return here
  const moved = before.nodes[before.indexOf.get(node.id) ?? -1]
  return moved?.node === node ? moved : undefined
}

function prepareNode(node: DocumentNode, block: string | null): PreparedNode {
  const params = node.params ?? noParams
  const computed = computedOf(params)
  return {
    node,
    role: (Object.hasOwn(roles, node.type) && roles[node.type]) || 'layer',
    definition: { block, id: node.id },
    params,
    computed,
    results: computed.length === 0 ? noResults : new Map(),
    plain: { own: undefined, inside: undefined },
  }
}

function computedOf(params: JsonObject): PreparedNode['computed'] {
  if (!holdsExpression(params)) return nothingComputed
  return Object.entries(params).filter(entry => holdsExpression(entry[1]))
}
