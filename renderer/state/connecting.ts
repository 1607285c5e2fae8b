// Whether a wire can be drawn, and what the card at its end would then give.
import { sameEdge } from '../../shared/document/body.ts'
import { connect, disconnect } from '../../shared/document/edits.ts'
import type { DocumentEdge } from '../../shared/document/types.ts'
import { analyse } from '../../shared/graph/analyse.ts'
import { formatShape, formatShapes } from '../../shared/graph/format.ts'
import { LayerError, type Shape } from '../../shared/layers/define.ts'
import { findLayer } from '../../shared/layers/index.ts'
import type { Card } from './cards.ts'
import type { Drawing } from './drawing.ts'
import { indexOf, outputOf, scopeOf } from './scope.ts'

/** One end of a wire that is being drawn. */
export interface WireEnd {
  readonly node: string
  readonly handle: string | null
  readonly side: 'source' | 'target'
}

export interface Verdict {
  /** `impossible`: no such wire can be; `wrong`: it can, but the numbers do not fit. */
  readonly kind: 'fits' | 'wrong' | 'impossible'
  /** The resulting shape, or why not. */
  readonly text: string
  readonly edge: DocumentEdge | null
}

const impossible = (text: string): Verdict => ({ kind: 'impossible', text, edge: null })

/** The drawing as it would be judged while one of its wires is taken off. */
export function withoutWire(drawing: Drawing, edge: DocumentEdge): Drawing {
  const { document, place } = drawing.scope
  return { ...drawing, scope: scopeOf(disconnect(document, edge, place), drawing.path) }
}

/** What would happen if the wire ended at this card (and port, where it has several). */
export function judge(
  drawing: Drawing,
  end: WireEnd,
  other: string,
  handle: string | null,
): Verdict {
  const edge =
    end.side === 'source'
      ? wire(end, other, handle)
      : wire(flip(other, handle), end.node, end.handle)
  const source = drawing.cards.get(edge.source)
  const target = drawing.cards.get(edge.target)
  if (!source || !target) return impossible('')
  if (edge.source === edge.target) return impossible('a card cannot feed itself')
  if (source.outputs.length === 0) return impossible('nothing comes out of it')
  if (target.inputs.length === 0) return impossible('takes no input')
  if (reaches(drawing, edge.target, edge.source)) return impossible('would run in a circle')
  const { edges } = drawing.scope.body
  const into = edges.filter(({ target: at }) => at === edge.target)
  if (into.some(known => sameEdge(known, edge))) return impossible('is connected already')
  const replaced = target.takesMany
    ? undefined
    : into.find(known => (known.targetHandle ?? null) === (edge.targetHandle ?? null))
  const verdict = target.isBlock
    ? judgeUse(drawing, edge)
    : judgeShape(drawing, edge, target, replaced)
  return replaced && verdict.kind === 'fits'
    ? { ...verdict, text: `${verdict.text}, replaces ${replaced.source}` }
    : verdict
}

function flip(node: string, handle: string | null): WireEnd {
  return { node, handle, side: 'source' }
}

function wire(from: WireEnd, target: string, handle: string | null): DocumentEdge {
  return {
    source: from.node,
    target,
    ...(from.handle !== null && { sourceHandle: from.handle }),
    ...(handle !== null && { targetHandle: handle }),
  }
}

/** Whether a way along the wires leads from one card to the other. */
function reaches(drawing: Drawing, from: string, to: string): boolean {
  const { from: leaving } = indexOf(drawing.scope.body)
  const seen = new Set([from])
  for (const id of seen) {
    if (id === to) return true
    for (const edge of leaving.get(id) ?? []) seen.add(edge.target)
  }
  return false
}

/** The layer's own shape rule, asked with the new input. */
function judgeShape(
  drawing: Drawing,
  edge: DocumentEdge,
  target: Card,
  replaced: DocumentEdge | undefined,
): Verdict {
  const { scope } = drawing
  const layer = scope.network.byId.get(scope.prefix + edge.target)
  const declaration = findLayer(target.type)
  const made = outputOf(scope, edge.source, edge.sourceHandle)
  if (!made.shape || !declaration || !layer?.params) return { kind: 'fits', text: 'unknown', edge }
  const shapes = inputsWith(drawing, edge, made.shape, replaced)
  if (!shapes) return { kind: 'fits', text: 'unknown', edge }
  try {
    const shape = declaration.shape(layer.params, shapes as readonly [Shape, ...Shape[]])
    const given = Array.isArray(shape[0]) ? (shape as readonly Shape[]) : [shape as Shape]
    return { kind: 'fits', text: formatShapes(given), edge }
  } catch (error) {
    if (!(error instanceof LayerError)) throw error
    // A merge with one input only is not wrong yet: its others are still to come.
    if (target.takesMany && shapes.length < 2)
      return { kind: 'fits', text: formatShape(made.shape), edge }
    return { kind: 'wrong', text: error.message, edge }
  }
}

function inputsWith(
  drawing: Drawing,
  edge: DocumentEdge,
  shape: Shape,
  replaced: DocumentEdge | undefined,
): readonly Shape[] | null {
  const into = indexOf(drawing.scope.body).into.get(edge.target) ?? []
  const edges = replaced ? into.map(known => (known === replaced ? edge : known)) : [...into, edge]
  const shapes = edges.map(known =>
    known === edge ? shape : outputOf(drawing.scope, known.source, known.sourceHandle).shape,
  )
  return shapes.every(known => known !== null) ? shapes : null
}

/** A block has no shape rule of its own, so the wire is drawn on a copy. */
function judgeUse(drawing: Drawing, edge: DocumentEdge): Verdict {
  const { document, place, network, prefix } = drawing.scope
  const tried = connect(document, edge, place)
  const after = analyse(tried)
  const errors = (problems: typeof network.problems) =>
    problems.filter(
      problem => problem.severity === 'error' && problem.node?.startsWith(prefix + edge.target),
    )
  const known = new Set(errors(network.problems).map(problem => problem.message))
  const fresh = errors(after.problems).find(problem => !known.has(problem.message))
  if (fresh) return { kind: 'wrong', text: fresh.message, edge }
  const { shape } = outputOf(
    { ...drawing.scope, document: tried, network: after },
    edge.target,
    undefined,
  )
  return { kind: 'fits', text: shape ? formatShape(shape) : 'fits', edge }
}
