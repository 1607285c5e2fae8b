// What an expansion collects on its way, and the computing of one node's values.
import type { FlatNode, PlainNode } from '../graph/network.ts'
import {
  add,
  conditionNotANumber,
  type Faults,
  faultyExpression,
  tooLarge,
} from './expand-problems.ts'
import { ExpressionError } from './expression-tree.ts'
import { BrokenValue, computeValue, type Frame, namesIn, scopeOf } from './frame.ts'
import { type PendingEdge, type Port, port } from './joints.ts'
import type { PreparedBody, PreparedNode } from './prepare.ts'
import type { Json, JsonObject, NetworkDocument } from './types.ts'

/** A document that expands to more nodes than this is refused (CONTRACTS, Expressions). */
export const mostNodes = 20_000
// Nodes, wires and repetitions looked at, whether or not a layer comes of them.
const mostParts = 500_000

export interface Unfolding {
  readonly document: NetworkDocument
  readonly frame: Frame
  readonly nodes: PlainNode[]
  readonly edges: PendingEdge[]
  readonly faults: Faults
  parts: number
}

/** One instance of a body. */
export interface Instance {
  readonly body: PreparedBody
  readonly frame: Frame
  /** Path of the instance with a closing slash, empty for the document. */
  readonly prefix: string
  /** Names of the blocks around it, the outermost first. */
  readonly around: readonly string[]
}

/** A node in one instance. `index` is what its expressions see. */
export interface Occurrence {
  readonly node: PreparedNode
  readonly path: string
  readonly frame: Frame
  readonly index: number | undefined
}

/** True once the expansion is as large as it may be; says so the first time. */
export function isFull({ nodes, parts, faults }: Unfolding): boolean {
  if (nodes.length < mostNodes && parts < mostParts) return false
  add(
    faults,
    nodes.length < mostNodes ? tooLarge(mostParts, 'parts') : tooLarge(mostNodes, 'nodes'),
  )
  return true
}

/** Adds a plain node and returns its port. */
export function emit(
  unfolding: Unfolding,
  prepared: PreparedNode,
  prefix: string,
  params: JsonObject,
): Port {
  const id = prefix + prepared.node.id
  const { plain } = prepared
  const known = prefix === '' ? plain.own : plain.inside?.get(id)
  if (known?.node.params === params) {
    unfolding.nodes.push(known)
    return port(known.node.id)
  }
  const made = { node: plainNode(prepared, id, prefix, params), memory: undefined }
  unfolding.nodes.push(made)
  if (prefix === '') plain.own = made
  else {
    if (!plain.inside || plain.inside.size >= mostNodes) plain.inside = new Map()
    plain.inside.set(id, made)
  }
  return port(id)
}

function plainNode(
  { node, definition }: PreparedNode,
  id: string,
  prefix: string,
  params: JsonObject,
): FlatNode {
  const { type, name, sharedWeights, silenced } = node
  const plain: FlatNode = { id, type, params, definition, ...(silenced && { silenced }) }
  const named = name === undefined ? plain : { ...plain, name }
  return sharedWeights === undefined
    ? named
    : { ...named, sharedWeights: absolute(sharedWeights, prefix) }
}

/** A name with a leading slash is the whole document's, another one its instance's. */
function absolute(name: string, prefix: string): string {
  return name.startsWith('/') ? name : `/${prefix}${name}`
}

/** Whether `when` lets a node exist; it does where its condition cannot be computed. */
export function exists(unfolding: Unfolding, occurrence: Occurrence): boolean {
  const { when } = occurrence.node.node
  if (when === undefined) return true
  const value = computedValue(unfolding, occurrence, 'when', when)
  if (value === undefined) return true
  if (typeof value === 'number' || typeof value === 'boolean') return Number(value) !== 0
  add(unfolding.faults, conditionNotANumber(occurrence.node, occurrence.path, value))
  return true
}

/** A value with its expressions computed, or undefined after reporting why there is none. */
export function computedValue(
  unfolding: Unfolding,
  { node, path, frame, index }: Occurrence,
  name: string,
  value: Json,
): Json | undefined {
  try {
    return computeValue(value, scopeOf(frame, index))
  } catch (error) {
    if (error instanceof ExpressionError) {
      const known = namesIn(frame, index)
      add(unfolding.faults, faultyExpression(node, path, name, value, error, known))
    } else if (!(error instanceof BrokenValue)) throw error
    return undefined
  }
}

const mostResults = 1000

/** A node's arguments with every expression computed; one that fails stays as it is written. */
export function paramsOf(unfolding: Unfolding, occurrence: Occurrence): JsonObject {
  const { params, computed, results } = occurrence.node
  if (computed.length === 0) return params
  const values = computed.map(
    ([name, value]) => computedValue(unfolding, occurrence, name, value) ?? value,
  )
  const key = JSON.stringify(values)
  const known = results.get(key)
  if (known) return known
  const entries = computed.map(([name], place) => [name, values[place] ?? null] as const)
  const made: JsonObject = { ...params, ...Object.fromEntries(entries) }
  if (results.size >= mostResults) results.clear()
  results.set(key, made)
  return made
}
