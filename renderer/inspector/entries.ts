// Rows of the form for one or several selected layers.
import { sameJson } from '../../shared/document/body.ts'
import type { DocumentNode, Json } from '../../shared/document/types.ts'
import { formatGrouped } from '../../shared/graph/format.ts'
import type { Layer, Problem } from '../../shared/graph/network.ts'
import type { AnyLayer } from '../../shared/layers/define.ts'
import type { Parameter } from '../../shared/layers/parameters.ts'
import type { FieldEntry, FieldProblem } from './parameter-form.tsx'
import { printParameter } from './values.ts'

/** First values, penalties, bounds and freezing concern the weights and stand in a section of their own. */
export function isWeightParameter(name: string): boolean {
  return /(^i|I)nitializer$|Regularizer$|Constraint$/.test(name) || name === 'trainable'
}

export function entriesOf(
  declaration: AnyLayer,
  node: DocumentNode,
  layer: Layer | undefined,
  problems: readonly Problem[],
): readonly FieldEntry[] {
  return Object.entries(declaration.params).map(([name, parameter]) => {
    const value = node.params?.[name]
    const isExpression = JSON.stringify(value ?? null).includes('"=')
    const computed = layer?.params?.[name]
    const count = name === 'useBias' ? layer?.weights.bias?.shape[0] : undefined
    return {
      name,
      parameter,
      value,
      isMixed: false,
      computed:
        isExpression && computed !== undefined
          ? printParameter(parameter.kind, computed as Json)
          : undefined,
      problem: problemOf(name, problems) ?? problemOfFormula(parameter, problems),
      ...(count !== undefined && { note: `${formatGrouped(count)} weights` }),
    }
  })
}

/** A problem names its parameter, or its first fix does by changing it. */
function problemOf(name: string, problems: readonly Problem[]): FieldProblem | undefined {
  for (const { parameter, message, severity, fixes } of problems) {
    if (parameter === name) return { message, severity }
    const [first] = fixes
    const repair = first?.repair
    if (parameter === undefined && first && repair?.kind === 'setParams' && name in repair.params)
      return { message: `${first.label}.`, severity }
  }
  return undefined
}

/** What a formula makes of its inputs is at fault in the formula too: a shape that does not meet another. */
function problemOfFormula(
  { kind }: Parameter<unknown>,
  problems: readonly Problem[],
): FieldProblem | undefined {
  if (kind !== 'formula') return undefined
  const found = problems.find(
    ({ severity, about, edge }) => severity === 'error' && about === undefined && !edge,
  )
  return found && { message: found.message, severity: found.severity }
}

/** Parameters that all the layers have with the same name and kind. */
export function commonEntries(
  declarations: readonly AnyLayer[],
  nodes: readonly DocumentNode[],
): readonly FieldEntry[] {
  const [first, ...others] = declarations
  if (!first) return []
  return Object.entries(first.params).flatMap(([name, parameter]) => {
    const isCommon = others.every(({ params }) => params[name]?.kind === parameter.kind)
    if (!isCommon) return []
    const values = nodes.map(
      (node, index) => node.params?.[name] ?? declarations[index]?.params[name]?.default,
    )
    const [value] = values
    const isMixed = !values.every(other => sameJson(other, value))
    const isDefault = nodes.every(node => node.params?.[name] === undefined)
    return {
      name,
      parameter,
      value: isMixed || isDefault ? undefined : value,
      isMixed,
      computed: undefined,
      problem: undefined,
    }
  })
}
