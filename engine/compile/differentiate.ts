// Reverse-mode differentiation over a recording: the gradient of one scalar with respect to others.
import { recordedCallOf } from './call.ts'
import type { Gradient } from './operation.ts'
import type { Composite, Recorder } from './recorder.ts'
import { type AnyTensor, isTensor, type Node, type Tensor } from './tensor.ts'

/** One gradient per target, undefined where the scalar does not depend on it. */
export function differentiate(
  g: Recorder,
  scalar: Tensor,
  targets: readonly Tensor[],
): readonly (Tensor | undefined)[] {
  const path = between(g, scalar, targets)
  const sums = createSums(g)
  sums.add(scalar, g.constant(1, { type: scalar.type, shape: scalar.shape }))
  const walk: Walk = { path, sums, wanted: new Set<AnyTensor>(targets) }
  const done = new Set<Composite>()
  // Nodes are recorded after their inputs, so the reverse order is a topological one.
  for (const node of [...path].reverse()) {
    const composite = g.compositeOf(node)
    if (composite === undefined) passThrough(g, node, walk)
    else if (!done.has(composite)) {
      done.add(composite)
      passTogether(composite, walk)
    }
  }
  return targets.map(target => sums.of(target))
}

interface Walk {
  readonly path: ReadonlySet<Node>
  readonly wanted: ReadonlySet<AnyTensor>
  readonly sums: Sums
}

/** Hands the gradients of a node's outputs on to those of its inputs that matter. */
function passThrough(g: Recorder, node: Node, walk: Walk): void {
  const dys = node.outputs.map(output => walk.sums.of(output))
  if (dys.some(dy => dy !== undefined)) handOn(node.inputs, gradientsOf(g, node, dys), walk)
}

/** The same at the last of a composite's nodes: whoever reads its outputs was recorded later. */
function passTogether({ inputs, outputs, gradients }: Composite, walk: Walk): void {
  const dys = outputs.map(output => walk.sums.of(output))
  if (dys.some(dy => dy !== undefined)) handOn(inputs, gradients(dys), walk)
}

function handOn(
  inputs: readonly AnyTensor[],
  gradients: readonly Gradient[],
  { path, wanted, sums }: Walk,
): void {
  for (const [index, input] of inputs.entries()) {
    const gradient = gradients[index]
    const matters = wanted.has(input) || path.has(input.node)
    if (gradient && matters && isTensor(input) && isReal(input)) sums.add(input, gradient())
  }
}

function gradientsOf(
  g: Recorder,
  node: Node,
  dys: readonly (Tensor | undefined)[],
): readonly Gradient[] {
  const { operation } = node
  if (operation.gradients) return operation.gradients(g, recordedCallOf(node), dys)
  const [dy] = dys
  if (!operation.gradient || !dy || dys.slice(1).some(other => other !== undefined))
    throw new Error(`${node.name}: ${operation.type} has no gradient here`)
  return operation.gradient(g, recordedCallOf(node), dy)
}

/** The nodes on a way from the targets to the scalar, in recorded order. */
function between(g: Recorder, scalar: Tensor, targets: readonly Tensor[]): Set<Node> {
  const { nodes } = g
  const sources = new Set<AnyTensor>(targets)
  const reached = new Set<Node>()
  for (const node of nodes) {
    const follows = node.inputs.some(input => sources.has(input) || varies(input, reached))
    if (follows) reached.add(node)
  }
  const needed = new Set<Node>([scalar.node])
  for (const node of [...nodes].reverse()) {
    if (!needed.has(node)) continue
    for (const input of node.inputs) needed.add(input.node)
    for (const input of g.compositeOf(node)?.inputs ?? []) needed.add(input.node)
  }
  return new Set(nodes.filter(node => reached.has(node) && needed.has(node)))
}

/** Whole numbers and truth values do not vary: nothing flows through them. */
function varies(tensor: AnyTensor, reached: ReadonlySet<Node>): boolean {
  return isReal(tensor) && reached.has(tensor.node)
}

const realTypes: ReadonlySet<AnyTensor['type']> = new Set(['float32', 'bfloat16', 'int16'])

function isReal(tensor: AnyTensor): boolean {
  return realTypes.has(tensor.type)
}

interface Sums {
  add(tensor: AnyTensor, gradient: Tensor): void
  of(tensor: AnyTensor): Tensor | undefined
}

/** Collects the gradients that reach a tensor and adds them once, when the sum is asked for. */
function createSums(g: Recorder): Sums {
  const parts = new Map<AnyTensor, Tensor[]>()
  return {
    add: (tensor, gradient) => {
      parts.set(tensor, [...(parts.get(tensor) ?? []), gradient])
    },
    of: tensor => {
      const found = parts.get(tensor) ?? []
      if (found.length < 2) return found[0]
      const sum = g.op('AddN', found)
      parts.set(tensor, [sum])
      return sum
    },
  }
}
