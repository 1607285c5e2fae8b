// Blocks, repeats, conditions and expressions, flattened into plain nodes with path ids.
import type { Expansion } from '../graph/network.ts'
import { add, type Faults, faultyParameter } from './expand-problems.ts'
import { ExpressionError } from './expression-tree.ts'
import { BrokenValue, type Frame, scopeOf } from './frame.ts'
import { resolveEdges } from './joints.ts'
import { prepareBody } from './prepare.ts'
import type { NetworkDocument } from './types.ts'
import { unfold } from './unfold.ts'
import type { Unfolding } from './unfolding.ts'

const expansions = new WeakMap<NetworkDocument, Expansion>()

/**
 * Flattens a document. Never throws: what cannot be expanded becomes a problem, and an expression
 * that cannot be computed stays in `params` as it is written (`holdsExpression` tells).
 */
export function expand(document: NetworkDocument): Expansion {
  const known = expansions.get(document)
  if (known) return known
  const faults: Faults = { problems: [], seen: new Set() }
  const frame = documentFrame(document, faults)
  const unfolding: Unfolding = { document, frame, nodes: [], edges: [], faults, parts: 0 }
  checkParameters(frame)
  unfold(unfolding, { body: prepareBody(document, null), frame, prefix: '', around: [] })
  const expansion: Expansion = {
    nodes: unfolding.nodes.map(({ node }) => node),
    plain: unfolding.nodes,
    edges: resolveEdges(unfolding.edges),
    problems: faults.problems,
  }
  expansions.set(document, expansion)
  return expansion
}

function documentFrame(document: NetworkDocument, faults: Faults): Frame {
  return {
    block: null,
    given: new Map(),
    defaults: document.parameters ?? {},
    known: new Map(),
    document: null,
    index: undefined,
    onFault: (frame, name, error) => add(faults, faultyParameter(frame, name, error)),
    open: [],
  }
}

/** The document's own parameters are computed even where nothing uses them, to show mistakes. */
function checkParameters(frame: Frame): void {
  const scope = scopeOf(frame, undefined)
  for (const name of Object.keys(frame.defaults)) {
    try {
      scope(name)
    } catch (error) {
      // Reported through `onFault` where the cause is.
      if (!(error instanceof BrokenValue || error instanceof ExpressionError)) throw error
    }
  }
}
