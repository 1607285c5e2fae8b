// Which rewrites a node offers.
import type { Place } from '../../document/body.ts'
import type { NetworkDocument } from '../../document/types.ts'
import { analyse } from '../analyse.ts'
import { joinActivation, splitActivation } from './activation.ts'
import { convolutionToDense, denseToConvolution } from './dense.ts'
import { splitKernel } from './kernel.ts'
import { foldNormalization } from './normalization.ts'
import { type Rewrite, spotOf } from './rewrite.ts'

const all = [
  denseToConvolution,
  convolutionToDense,
  foldNormalization,
  splitActivation,
  joinActivation,
  splitKernel,
] as const

/** Those that can be carried out at this node of the drawing (or of the block `at`). */
export function rewritesFor(
  document: NetworkDocument,
  id: string,
  at: Place = null,
): readonly Rewrite[] {
  const spot = spotOf(document, analyse(document), id, at)
  return spot === null ? [] : all.flatMap(make => make(spot) ?? [])
}
