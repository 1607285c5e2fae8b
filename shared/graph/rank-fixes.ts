// Which of a problem's fixes is the best: a layer knows what mends it, but not what stands behind it.
import { applyFix } from '../document/fixes.ts'
import type { NetworkDocument } from '../document/types.ts'
import { analyse } from './analyse.ts'
import type { Fix, Problem } from './network.ts'

/** A problem belongs to the analysis of one document, so its ranking never changes. */
const rankings = new WeakMap<NetworkDocument, WeakMap<Problem, readonly Fix[]>>()

/**
 * The fixes of an error, those first that leave the fewest errors in the whole network; otherwise
 * in the layer's own order. Each one costs an analysis, so this is asked where fixes are shown.
 */
export function rankFixes(document: NetworkDocument, problem: Problem): readonly Fix[] {
  const { fixes, severity } = problem
  if (severity !== 'error' || fixes.length < 2) return fixes
  const known = rankings.get(document) ?? new WeakMap<Problem, readonly Fix[]>()
  rankings.set(document, known)
  const ranked = known.get(problem) ?? fewestErrorsFirst(document, fixes)
  known.set(problem, ranked)
  return ranked
}

function fewestErrorsFirst(document: NetworkDocument, fixes: readonly Fix[]): readonly Fix[] {
  return fixes
    .map(fix => ({ fix, errors: countErrors(applyFix(document, fix)) }))
    .sort((a, b) => a.errors - b.errors)
    .map(({ fix }) => fix)
}

function countErrors(document: NetworkDocument): number {
  return analyse(document).problems.filter(({ severity }) => severity === 'error').length
}
