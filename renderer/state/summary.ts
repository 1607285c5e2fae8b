// The second line of a card: type and arguments in the file's words, defaults left out.
import type { DocumentNode, Json } from '../../shared/document/types.ts'
import type { Layer } from '../../shared/graph/network.ts'
import type { AnyLayer } from '../../shared/layers/define.ts'
import { ruleWords } from '../../shared/layers/weight-parameters.ts'

export function summaryOf(node: DocumentNode, layer: Layer | undefined): string {
  if (node.type === 'block') return lineOfUse(node)
  if (node.type === 'blockInput') return 'input of the block'
  if (node.type === 'blockOutput') return 'output of the block'
  const { declaration, params } = layer ?? {}
  if (!declaration?.summary || !params) return node.type
  const written = withExpressions(declaration, params, node)
  const words = [
    summary(declaration, written) ?? summary(declaration, params) ?? '',
    ...ruleWords(params),
  ]
    .filter(word => word !== '')
    .join(' · ')
  // `activation · relu` says the same thing twice; the word alone is what people call it.
  return words ? `${node.type} · ${words}` : node.type
}

function summary(declaration: AnyLayer, params: Readonly<Record<string, unknown>>): string | null {
  try {
    return declaration.summary?.(params) ?? null
  } catch {
    return null
  }
}

/** A count that is an expression is shown as it is written: `dense · =classes · softmax`. */
function withExpressions(
  declaration: AnyLayer,
  params: Readonly<Record<string, unknown>>,
  node: DocumentNode,
): Readonly<Record<string, unknown>> {
  const shown: Record<string, unknown> = { ...params }
  for (const [name, value] of Object.entries(node.params ?? {}))
    if (
      typeof value === 'string' &&
      value.startsWith('=') &&
      declaration.params[name]?.kind === 'int'
    )
      shown[name] = value
  return shown
}

function lineOfUse(node: DocumentNode): string {
  const given = Object.entries(node.params ?? {}).map(([name, value]) => `${name} ${text(value)}`)
  return [node.block ?? 'no block', ...given].join(' · ')
}

function text(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
