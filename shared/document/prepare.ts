// What the expansion needs to know of a body, found out once per node and kept while the node lives.
import type { Definition, FlatNode } from '../graph/network.ts'
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
  own: FlatNode | undefined
  inside: Map<string, FlatNode> | undefined
}

export interface PreparedBody {
  readonly block: string | null
  readonly body: Block
  readonly nodes: readonly PreparedNode[]
  readonly edges: readonly PreparedEdge[]
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
const preparedNodes = new WeakMap<DocumentNode, PreparedNode>()
const preparedBodies = new WeakMap<Block, PreparedBody>()

export function prepareBody(body: Block, block: string | null): PreparedBody {
  const known = preparedBodies.get(body)
  if (known?.block === block) return known
  const nodes = body.nodes.map(node => prepareNode(node, block))
  const indexOf = new Map(body.nodes.map((node, index) => [node.id, index]))
  const edges = body.edges.map(edge => ({
    edge,
    source: indexOf.get(edge.source) ?? -1,
    target: indexOf.get(edge.target) ?? -1,
  }))
  const withRole = (role: Role): number[] =>
    nodes.flatMap((node, index) => (node.role === role ? index : []))
  const inputs = withRole('input')
  const prepared = { block, body, nodes, edges, inputs, outputs: withRole('output') }
  preparedBodies.set(body, prepared)
  return prepared
}

function prepareNode(node: DocumentNode, block: string | null): PreparedNode {
  const known = preparedNodes.get(node)
  if (known?.definition.block === block) return known
  const params = node.params ?? noParams
  const computed = computedOf(params)
  const prepared: PreparedNode = {
    node,
    role: (Object.hasOwn(roles, node.type) && roles[node.type]) || 'layer',
    definition: { block, id: node.id },
    params,
    computed,
    results: computed.length === 0 ? noResults : new Map(),
    plain: { own: undefined, inside: undefined },
  }
  preparedNodes.set(node, prepared)
  return prepared
}

function computedOf(params: JsonObject): PreparedNode['computed'] {
  if (!holdsExpression(params)) return nothingComputed
  return Object.entries(params).filter(entry => holdsExpression(entry[1]))
}
