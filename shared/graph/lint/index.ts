// The linter for architectures: rules over the whole network. A rule is a function in the list.
import type { NetworkDocument } from '../../document/types.ts'
import type { AnyLayer } from '../../layers/define.ts'
import type { Expansion, Problem, Unjudged } from '../network.ts'
import { contextOf, type LayerRule, type Rule } from './context.ts'
import { endRules } from './ends.ts'
import { outputRules } from './outputs.ts'
import { preprocessingRules } from './preprocessing.ts'
import { stackRules } from './stack.ts'
import { trainingRules } from './training.ts'
import { wasteRules } from './waste.ts'
import { weightRules } from './weights.ts'

const rules: readonly Rule[] = [
  ...wasteRules,
  ...endRules,
  ...outputRules,
  ...stackRules,
  ...weightRules,
  ...trainingRules,
  ...preprocessingRules,
]

export function lint(
  document: NetworkDocument,
  network: Unjudged,
  expansion: Expansion,
): readonly Problem[] {
  const context = contextOf(document, network, expansion)
  // What each rule finds stays together, as if one had run after the other.
  const found = rules.map(rule => (typeof rule === 'function' ? [...rule(context)] : []))
  for (const layer of context.layers) {
    if (!layer.declaration) continue
    for (const [at, rule] of rulesFor(layer.declaration)) {
      const problem = rule.find(layer, context)
      if (problem) found[at]?.push(problem)
    }
  }
  return found.flat()
}

type Numbered = readonly (readonly [at: number, rule: LayerRule])[]

const concerning = new Map<AnyLayer, Numbered>()

/** The rules that look at layers of a declaration, by their places in the list. */
function rulesFor(declaration: AnyLayer): Numbered {
  const known = concerning.get(declaration)
  if (known) return known
  const made = rules.flatMap((rule, at) =>
    typeof rule !== 'function' && rule.concerns(declaration) ? [[at, rule] as const] : [],
  )
  concerning.set(declaration, made)
  return made
}
