// Which names a block's function needs, and what their types are.
import { isExpression, names, parseExpression } from '../../document/expressions.ts'
import type { Block, DocumentNode, Json, NetworkDocument } from '../../document/types.ts'
import { findLayer } from '../../layers/index.ts'

/** Every expression in a value, lists included. */
function expressionsIn(value: Json | undefined): readonly string[] {
  if (isExpression(value)) return [value]
  if (value === null || typeof value !== 'object') return []
  return Object.values(value).flatMap(expressionsIn)
}

function namesIn(value: Json | undefined): readonly string[] {
  return expressionsIn(value).flatMap(text => [...names(parseExpression(text))])
}

function nodeNames(node: DocumentNode, document: NetworkDocument): readonly string[] {
  const own = [...namesIn(node.params), ...namesIn(node.when)]
  if (node.type !== 'block') return own
  const needed = freeNames(node.block ?? '', document)
  const given = new Set(Object.keys(node.params ?? {}))
  const outside = needed.filter(name => !given.has(name))
  if (node.repeat === undefined) return [...own, ...outside]
  // Inside a repeat, `index` is its counter; how often it repeats is decided outside.
  return [...[...own, ...outside].filter(name => name !== 'index'), ...namesIn(node.repeat)]
}

/** Names that a block's nodes use and that its own parameters do not define, each once. */
export function freeNames(name: string, document: NetworkDocument): readonly string[] {
  const block = document.blocks?.[name]
  if (!block) return []
  const own = new Set(Object.keys(block.parameters ?? {}))
  const used = [
    ...Object.values(block.parameters ?? {}).flatMap(namesIn),
    ...block.nodes.flatMap(node => nodeNames(node, document)),
  ]
  return [...new Set(used)].filter(used => !own.has(used))
}

/** The TypeScript type of a parameter, from its default and from where it is used. */
export function typeOfParameter(name: string, value: Json | undefined, block: Block): string {
  if (typeof value === 'boolean') return 'boolean'
  if (Array.isArray(value)) return 'number[]'
  if (typeof value !== 'string' || isExpression(value)) return 'number'
  const choices = block.nodes.flatMap(node =>
    Object.entries(node.params ?? {}).flatMap(([key, used]) =>
      used === `=${name}` ? (findLayer(node.type)?.params[key]?.options ?? []) : [],
    ),
  )
  const options = [...new Set(choices)]
  return options.length === 0 ? 'string' : options.map(option => `'${option}'`).join(' | ')
}
