// What a fix would lead to: it is made on a copy, and the copy is analysed.
import { applyFix } from '../../shared/document/fixes.ts'
import type { NetworkDocument } from '../../shared/document/types.ts'
import { analyse } from '../../shared/graph/analyse.ts'
import { describeEffect, effectOfFix } from '../../shared/graph/fix-effect.ts'
import { formatCount, formatShape, formatShort } from '../../shared/graph/format.ts'
import type { Fix, Problem } from '../../shared/graph/network.ts'
import { rankFixes } from '../../shared/graph/rank-fixes.ts'

const previews = new WeakMap<NetworkDocument, Map<Fix, string>>()

/**
 * What the whole network gains or loses, `−16 parameters`; where it had no sizes before, what becomes of
 * the layer: `1×1×120 · 48,120 params · 48.0 K MACs`.
 */
export function effectOf(document: NetworkDocument, problem: Problem, fix: Fix): string {
  const known = previews.get(document) ?? new Map<Fix, string>()
  previews.set(document, known)
  const text = known.get(fix) ?? describe(document, problem, fix)
  known.set(fix, text)
  return text
}

function describe(document: NetworkDocument, problem: Problem, fix: Fix): string {
  const mended = applyFix(document, fix)
  if (mended === document) return 'changes nothing'
  const saved = describeEffect(effectOfFix(document, fix))
  if (saved !== null) return saved
  const network = analyse(mended)
  const layer = problem.node === null ? undefined : network.byId.get(problem.node)
  if (!layer) return `${formatCount(network.totals.parameters)} params in all`
  const [shape] = layer.outputShapes ?? []
  return [
    shape ? formatShape(shape) : 'still without a shape',
    layer.parameterCount > 0 && `${formatCount(layer.parameterCount)} params`,
    layer.macs > 0 && `${formatShort(layer.macs)} MACs`,
  ]
    .filter(Boolean)
    .join(' · ')
}

/** Makes the best fix of every problem, worst first, as long as each one helps. */
export function mendAll(document: NetworkDocument): NetworkDocument {
  let current = document
  for (let round = 0; round < 200; round++) {
    const before = analyse(current)
    const next = before.problems
      .flatMap(problem => rankFixes(current, problem).slice(0, 1))
      .map(fix => applyFix(current, fix))
      .find(mended => isBetter(analyse(mended), before))
    if (!next) return current
    current = next
  }
  return current
}

function isBetter(after: ReturnType<typeof analyse>, before: ReturnType<typeof analyse>): boolean {
  const errors = (problems: readonly Problem[]) =>
    problems.filter(problem => problem.severity === 'error').length
  if (errors(after.problems) !== errors(before.problems))
    return errors(after.problems) < errors(before.problems)
  return after.problems.length < before.problems.length
}
