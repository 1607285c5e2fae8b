// The wires of an expansion. They are followed through ports and absent nodes only at the end, so
// neither the order of nodes in the file nor a circle of wires matters before.
import type { Definition, FlatEdge } from '../graph/network.ts'
import {
  add,
  danglingEdge,
  inputsUnfed,
  outputUnfed,
  portTaken,
  unknownPort,
  type WirePlace,
  wrongPortSide,
} from './expand-problems.ts'
import type { PreparedBody, PreparedEdge } from './prepare.ts'
import type { DocumentEdge } from './types.ts'
import type { Instance, Unfolding } from './unfolding.ts'

/** A place where wires end: a plain node, or a point that passes on what feeds it. */
export interface Port {
  /** Path id of a plain node, null for a point on the way. */
  readonly id: string | null
  from: End | null
  /** The real output behind it, once it is known; null where nothing arrives. */
  resolved: End | null | undefined
}

interface End {
  readonly port: Port
  readonly handle: string | undefined
}

/** What a node of a body became in one instance. */
export type Joint =
  | { readonly kind: 'layer' | 'through' | 'input' | 'output'; readonly port: Port }
  | {
      readonly kind: 'use'
      readonly body: PreparedBody
      readonly inputs: readonly Port[]
      readonly outputs: readonly Port[]
    }

export interface PendingEdge {
  readonly source: End
  readonly target: string
  readonly targetHandle: string | undefined
}

export function port(id: string | null, from: End | null = null): Port {
  return { id, from, resolved: undefined }
}

/** Lays the wires of one instance, in file order. */
export function connectAll(
  unfolding: Unfolding,
  instance: Instance,
  joints: readonly Joint[],
): void {
  for (const prepared of instance.body.edges) {
    const from = joints[prepared.source]
    const to = joints[prepared.target]
    const { edge } = prepared
    if (!from || !to) {
      const missing = from ? edge.target : edge.source
      add(unfolding.faults, danglingEdge(instance.prefix, edge, missing))
      continue
    }
    const end = sourceEnd(unfolding, instance, prepared, from)
    if (end) attach(unfolding, instance, prepared, to, end)
  }
  checkFed(unfolding, instance, joints)
}

function sourceEnd(
  { faults }: Unfolding,
  instance: Instance,
  { edge, source }: PreparedEdge,
  joint: Joint,
): End | null {
  if (joint.kind === 'use') {
    const names = portNames(joint.body, joint.body.outputs)
    const found = joint.outputs[chosen(names, edge.sourceHandle)]
    if (found) return { port: found, handle: undefined }
    add(faults, unknownPort(placeOf(instance, edge, source), edge.sourceHandle, 'output', names))
    return null
  }
  if (joint.kind !== 'output') return { port: joint.port, handle: edge.sourceHandle }
  add(faults, wrongPortSide(placeOf(instance, edge, source), 'blockOutput'))
  return null
}

function attach(
  { edges, faults }: Unfolding,
  instance: Instance,
  { edge, target }: PreparedEdge,
  joint: Joint,
  end: End,
): void {
  if (joint.kind === 'layer' && joint.port.id !== null)
    edges.push({ source: end, target: joint.port.id, targetHandle: edge.targetHandle })
  else if (joint.kind === 'input')
    add(faults, wrongPortSide(placeOf(instance, edge, target), 'blockInput'))
  else if (joint.kind === 'use') {
    const names = portNames(joint.body, joint.body.inputs)
    const found = joint.inputs[chosen(names, edge.targetHandle)]
    const place = placeOf(instance, edge, target)
    if (!found) add(faults, unknownPort(place, edge.targetHandle, 'input', names))
    else if (found.from) add(faults, portTaken(place, edge.source))
    else found.from = end
  }
  // Of several inputs of an absent node the first passes through.
  else if (joint.port.from === null) joint.port.from = end
  else if (joint.kind === 'output')
    add(faults, portTaken(placeOf(instance, edge, target), edge.source))
}

function placeOf({ body, prefix }: Instance, edge: DocumentEdge, node: number): WirePlace {
  const definition = definitionOf(body, node)
  return {
    definition,
    path: prefix + definition.id,
    edge: { source: prefix + edge.source, target: prefix + edge.target },
  }
}

function definitionOf(body: PreparedBody, node: number): Definition {
  return body.nodes[node]?.definition ?? { block: body.block, id: '' }
}

function portNames(body: PreparedBody, ports: readonly number[]): readonly string[] {
  return ports.map(index => definitionOf(body, index).id)
}

/** Which of a block's ports a handle names; without a handle, the only one. */
function chosen(names: readonly string[], handle: string | undefined): number {
  if (handle === undefined) return names.length === 1 ? 0 : -1
  return names.indexOf(handle)
}

function checkFed({ faults }: Unfolding, instance: Instance, joints: readonly Joint[]): void {
  const { body, prefix } = instance
  for (const [index, joint] of joints.entries()) {
    if (joint.kind !== 'use' && joint.kind !== 'output') continue
    const definition = definitionOf(body, index)
    const path = prefix + definition.id
    if (joint.kind === 'use') {
      const names = portNames(joint.body, joint.body.inputs)
      const missing = names.filter((_, place) => joint.inputs[place]?.from === null)
      if (missing.length > 0)
        add(faults, inputsUnfed(definition, path, missing, missing.length === names.length))
    } else if (joint.port.from === null && body.block !== null)
      add(faults, outputUnfed(definition, path))
  }
}

/** Follows every wire back to the plain node that feeds it; wires that nothing feeds vanish. */
export function resolveEdges(edges: readonly PendingEdge[]): FlatEdge[] {
  const resolved: FlatEdge[] = []
  for (const { source, target, targetHandle } of edges) {
    const real = realEnd(source)
    if (!real || real.port.id === null) continue
    const plain = { source: real.port.id, target }
    const { handle } = real
    const from = handle === undefined ? plain : { ...plain, sourceHandle: handle }
    resolved.push(targetHandle === undefined ? from : { ...from, targetHandle })
  }
  return resolved
}

function realEnd(end: End): End | null {
  if (end.port.id !== null) return end
  const walked: Port[] = []
  let current: End | null = end
  while (current !== null && current.port.id === null) {
    const passed: Port = current.port
    if (passed.resolved !== undefined) {
      current = passed.resolved
      break
    }
    // Until its end is known a walked port counts as fed by nothing, which ends a circle.
    passed.resolved = null
    walked.push(passed)
    current = passed.from
  }
  for (const passed of walked) passed.resolved = current
  return current
}
