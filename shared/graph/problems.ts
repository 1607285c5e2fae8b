// Builders of problems: each sentence stands here or in the layer that raises it.
import type { Mend, Remark } from '../layers/define.ts'
import type { Fix, FlatNode, Layer, Problem } from './network.ts'
import type { PortFault } from './wiring.ts'

type Details = Partial<Pick<Problem, 'edge' | 'parameter' | 'about'>> & {
  readonly mends?: readonly Mend[]
  /** The layer that is read, which a mend may remove. */
  readonly source?: Layer | undefined
}

export function problem(
  severity: Problem['severity'],
  code: string,
  node: FlatNode,
  message: string,
  details: Details = {},
): Problem {
  const { mends = [], source, ...rest } = details
  return {
    code,
    severity,
    node: node.id,
    ...(node.definition.block !== null && { in: node.definition }),
    ...rest,
    message,
    fixes: mends.flatMap(mend => fixOf(mend, node, source)),
  }
}

function fixOf({ label, repair }: Mend, node: FlatNode, source: Layer | undefined): Fix | [] {
  if (repair.kind !== 'removeSource') return { label, repair, at: node.definition }
  const removed = source && sibling(node, source)
  if (!removed) return []
  return { label: `Remove ${removed.name}`, repair: { kind: 'remove' }, at: removed.at }
}

/** What stands before a node in its own drawing: a layer, or the use of a block that ends in it. */
function sibling(node: FlatNode, source: Layer): { name: string; at: Fix['at'] } | undefined {
  const { block, id } = node.definition
  const prefix = node.id.slice(0, node.id.length - id.length)
  // What lies outside of a block is not one user's to remove, and without its input nothing is left.
  if (!source.id.startsWith(prefix) || source.type === 'input') return undefined
  const [first = '', ...inside] = source.id.slice(prefix.length).split('/')
  return { name: inside.length === 0 ? source.name : first, at: { block, id: first } }
}

export function ofRemark(node: FlatNode, remark: Remark & { parameter?: string }): Problem {
  return problem(remark.severity, remark.code, node, remark.message, {
    mends: remark.mends ?? [],
    ...(remark.parameter !== undefined && { parameter: remark.parameter }),
  })
}

/** A problem of the document as a whole. */
export function general(severity: Problem['severity'], code: string, message: string): Problem {
  return { code, severity, node: null, message, fixes: [] }
}

export function ofPortFault(node: FlatNode, fault: PortFault): Problem {
  if (fault.kind === 'handle-missing')
    return problem(
      'error',
      'input-missing',
      node,
      `The input ${fault.handle} is not connected. Draw a wire to it.`,
    )
  const edge = { source: fault.edge.source, target: fault.edge.target }
  switch (fault.kind) {
    case 'takes-no-input':
      return problem(
        'error',
        'takes-no-input',
        node,
        `${node.type} starts a network and reads nothing, but ${edge.source} is connected to it. Remove that wire.`,
        { edge },
      )
    case 'input-taken':
      return problem(
        'error',
        'input-taken',
        node,
        `${fault.handle === null ? `${node.type} reads one input` : `The input ${fault.handle} takes one wire`}, and ${edge.source} is one more. Merge them first, or remove a wire.`,
        { edge, mends: fault.handle === null ? mergeMends : [] },
      )
    case 'unknown-handle':
      return problem(
        'error',
        'unknown-handle',
        node,
        `${node.type} has no input named ${fault.handle}.`,
        { edge },
      )
  }
}

const mergeMends: readonly Mend[] = [
  { label: 'Add the inputs first', repair: { kind: 'insertBefore', type: 'add' } },
  { label: 'Concatenate the inputs first', repair: { kind: 'insertBefore', type: 'concatenate' } },
]

const rank = { error: 0, warning: 1, hint: 2 } as const

/** Errors first; within a severity the order of discovery, which is the file's. */
export function sorted(problems: readonly Problem[]): readonly Problem[] {
  return [...problems].sort((a, b) => rank[a.severity] - rank[b.severity])
}

/** One problem per definition: the repeats of a block say a thing once, at the first instance. */
export function once(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Set<string>()
  return problems.filter(({ code, in: definition, parameter, message }) => {
    if (!definition) return true
    const key = JSON.stringify([code, definition.block, definition.id, parameter, message])
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}
