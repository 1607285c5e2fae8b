// The linter for architectures: rules over the whole network. A rule is a function in the list.
import type { NetworkDocument } from '../../document/types.ts'
import type { Expansion, Problem, Unjudged } from '../network.ts'
import { contextOf, type Rule } from './context.ts'
import { endRules } from './ends.ts'
import { stackRules } from './stack.ts'
import { trainingRules } from './training.ts'
import { wasteRules } from './waste.ts'

const rules: readonly Rule[] = [...wasteRules, ...endRules, ...stackRules, ...trainingRules]

export function lint(
  document: NetworkDocument,
  network: Unjudged,
  expansion: Expansion,
): readonly Problem[] {
  const context = contextOf(document, network, expansion)
  return rules.flatMap(rule => rule(context))
}
