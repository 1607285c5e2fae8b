// Unfolds bodies and the uses of blocks inside them, each into the other.
import {
  absentUneven,
  add,
  blocksTooDeep,
  conditionOnPort,
  containsItself,
  portOutsideBlock,
  repeatNotWhole,
  repeatOnLayer,
  repeatUneven,
  unknownArgument,
  unknownBlock,
} from './expand-problems.ts'
import type { Frame } from './frame.ts'
import { connectAll, type Joint, type Port, port } from './joints.ts'
import { type PreparedBody, type PreparedNode, prepareBody } from './prepare.ts'
import type { Json } from './types.ts'
import {
  computedValue,
  emit,
  exists,
  type Instance,
  isFull,
  type Occurrence,
  paramsOf,
  type Unfolding,
} from './unfolding.ts'

// Each level adds a name to the path ids and a few frames to the stack.
const deepestBlocks = 32

/** Unfolds one instance and returns what its nodes became, in file order. */
export function unfold(unfolding: Unfolding, instance: Instance): readonly Joint[] {
  const { body } = instance
  unfolding.parts += body.nodes.length + body.edges.length
  const joints = body.nodes.map(node => unfoldNode(unfolding, instance, node))
  connectAll(unfolding, instance, joints)
  return joints
}

function unfoldNode(unfolding: Unfolding, instance: Instance, node: PreparedNode): Joint {
  const { frame, prefix } = instance
  const occurrence = { node, path: prefix + node.node.id, frame, index: frame.index }
  if (node.role === 'use') return unfoldUse(unfolding, instance, occurrence)
  if (node.role !== 'layer') return unfoldPort(unfolding, occurrence)
  if (node.node.repeat !== undefined) add(unfolding.faults, repeatOnLayer(node, occurrence.path))
  // The document's own layers stay even then, so that the network keeps its end.
  const leftOut = node.definition.block !== null && isFull(unfolding)
  if (leftOut || !exists(unfolding, occurrence)) return { kind: 'through', port: port(null) }
  const params = paramsOf(unfolding, occurrence)
  return { kind: 'layer', port: emit(unfolding, node, prefix, params) }
}

function unfoldPort({ faults }: Unfolding, { node, path }: Occurrence): Joint {
  if (node.definition.block === null) add(faults, portOutsideBlock(node, path))
  else if (node.node.when !== undefined) add(faults, conditionOnPort(node, path))
  return { kind: node.role === 'input' ? 'input' : 'output', port: port(null) }
}

function unfoldUse(unfolding: Unfolding, instance: Instance, use: Occurrence): Joint {
  const body = bodyOf(unfolding, instance, use)
  // A grey card for what cannot be unfolded: what lies behind it waits, and says so.
  if (!body) return { kind: 'layer', port: emit(unfolding, use.node, instance.prefix, {}) }
  checkArguments(unfolding, use, body)
  const count = repetitions(unfolding, use, body)
  const inputs = body.inputs.map(() => port(null))
  let outputs: readonly Port[] | null = null
  for (let index = 0; index < count && !isFull(unfolding); index++) {
    unfolding.parts++
    const made = unfoldOnce(unfolding, instance, use, body, index)
    if (!made) continue
    const before = outputs ?? inputs
    for (const [place, input] of made.inputs.entries()) input.from = feed(before[place])
    outputs = made.outputs
  }
  outputs ??= passedThrough(unfolding, use, body, inputs)
  return { kind: 'use', body, inputs, outputs }
}

function feed(source: Port | undefined): Port['from'] {
  return source ? { port: source, handle: undefined } : null
}

function bodyOf(
  { document, faults }: Unfolding,
  { around }: Instance,
  { node, path }: Occurrence,
): PreparedBody | null {
  const name = node.node.block
  const blocks = document.blocks ?? {}
  const block = name !== undefined && Object.hasOwn(blocks, name) ? blocks[name] : undefined
  if (name === undefined || !block) add(faults, unknownBlock(node, path, Object.keys(blocks)))
  else if (around.includes(name)) add(faults, containsItself(node, path, around))
  else if (around.length >= deepestBlocks) add(faults, blocksTooDeep(node, path, deepestBlocks))
  else return prepareBody(block, name)
  return null
}

function checkArguments(
  { faults }: Unfolding,
  { node, path }: Occurrence,
  body: PreparedBody,
): void {
  const known = body.body.parameters ?? {}
  for (const name of Object.keys(node.params))
    if (!Object.hasOwn(known, name))
      add(faults, unknownArgument(node, path, name, Object.keys(known)))
}

/** How often the block stands in a row; once where the number is wrong, so that it stays visible. */
function repetitions(unfolding: Unfolding, use: Occurrence, body: PreparedBody): number {
  const { repeat } = use.node.node
  if (repeat === undefined) return 1
  const count = computedValue(unfolding, use, 'repeat', repeat)
  if (count === undefined) return 1
  if (typeof count !== 'number' || !Number.isSafeInteger(count) || count < 0) {
    add(unfolding.faults, repeatNotWhole(use.node, use.path, count))
    return 1
  }
  if (count === 1 || body.inputs.length === body.outputs.length) return count
  add(unfolding.faults, repeatUneven(use.node, use.path, body))
  return 1
}

interface Ends {
  readonly inputs: readonly Port[]
  readonly outputs: readonly Port[]
}

/** One instance of a use, or null where `when` leaves it out. */
function unfoldOnce(
  unfolding: Unfolding,
  { around }: Instance,
  use: Occurrence,
  body: PreparedBody,
  count: number,
): Ends | null {
  const repeats = use.node.node.repeat !== undefined
  const occurrence = repeats ? { ...use, index: count } : use
  if (!exists(unfolding, occurrence)) return null
  const joints = unfold(unfolding, {
    body,
    frame: frameOf(unfolding, occurrence, body),
    prefix: repeats ? `${use.path}/${count}/` : `${use.path}/`,
    around: [...around, body.block ?? ''],
  })
  const portsAt = (places: readonly number[]): Port[] =>
    places.flatMap(place => {
      const joint = joints[place]
      return joint && joint.kind !== 'use' ? joint.port : []
    })
  return { inputs: portsAt(body.inputs), outputs: portsAt(body.outputs) }
}

function frameOf(unfolding: Unfolding, use: Occurrence, body: PreparedBody): Frame {
  const defaults = body.body.parameters ?? {}
  const given = new Map<string, Json | undefined>()
  for (const [name, value] of Object.entries(use.node.params))
    if (Object.hasOwn(defaults, name)) given.set(name, value)
  for (const [name, value] of use.node.computed)
    if (given.has(name)) given.set(name, computedValue(unfolding, use, name, value))
  return {
    block: body.block,
    given,
    defaults,
    known: new Map(),
    document: unfolding.frame,
    index: use.index,
    onFault: unfolding.frame.onFault,
    open: [],
  }
}

/** The outputs of a use that does not exist: its inputs, in order. */
function passedThrough(
  unfolding: Unfolding,
  { node, path }: Occurrence,
  body: PreparedBody,
  inputs: readonly Port[],
): readonly Port[] {
  const [ins, outs] = [inputs.length, body.outputs.length]
  const clear = ins === outs || ins <= 1 || outs <= 1
  if (!clear && !isFull(unfolding)) add(unfolding.faults, absentUneven(node, path, body))
  return body.outputs.map((_, place) => port(null, feed(inputs[ins === outs ? place : 0])))
}
