// Which of a problem's fixes is the best: a layer knows what mends it, but not what stands behind it.
import { applyFix } from '../document/fixes.ts'
import type { NetworkDocument } from '../document/types.ts'
import { analyse } from './analyse.ts'
import { errorsOf, type Fix, type Problem } from './network.ts'

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
  const ranked = known.get(problem) ?? fewestErrorsFirst(document, problem)
  known.set(problem, ranked)
  return ranked
}

/** One that leaves the problem as it is mends nothing and is not offered beside others. */
function fewestErrorsFirst(document: NetworkDocument, problem: Problem): readonly Fix[] {
  const tried = problem.fixes
    .map(fix => ({ fix, left: errorsOf(analyse(applyFix(document, fix))) }))
    .sort((a, b) => a.left.length - b.left.length)
  const mending = tried.filter(({ left }) => !left.some(other => isSame(other, problem)))
  return (mending.length > 0 ? mending : tried).map(({ fix }) => fix)
}

function isSame(a: Problem, b: Problem): boolean {
  return a.code === b.code && a.node === b.node && a.message === b.message
}
