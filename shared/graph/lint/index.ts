// The linter for architectures: rules over the whole network. A rule is a function in the list.
import type { NetworkDocument } from '../../document/types.ts'
import type { AnyLayer } from '../../layers/define.ts'
import type { Facts } from '../facts.ts'
import type { Expansion, Layer, Problem, Unjudged } from '../network.ts'
import { type Context, contextOf, type LayerRule, type Rule } from './context.ts'
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
    for (const [at, rule] of rulesAt(layer, context)) {
      const problem = rule.find(layer, context)
      if (problem) found[at]?.push(problem)
    }
  }
  return found.flat()
}

/** By what layers agree in, the rules that may find something at them. */
const open = new WeakMap<Facts, Numbered>()

function rulesAt(layer: Layer, context: Context): Numbered {
  const known = open.get(layer.facts)
  if (known) return known
  const all = layer.declaration ? rulesFor(layer.declaration) : []
  const made = all.filter(([, rule]) => !rule.alone || rule.find(layer, context) !== null)
  open.set(layer.facts, made)
  return made
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
