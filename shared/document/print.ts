// Writes a document so that people and `diff` can read it: one node and one wire per line.
import { blockKeys, documentKeys, edgeKeys, nodeKeys } from './keys.ts'
import type { Json, JsonObject, NetworkDocument } from './types.ts'

const trainingOrder = [
  'dataset',
  'loss',
  'losses',
  'optimizer',
  'epochs',
  'batchSize',
  'seed',
  'precision',
  'standardize',
  'threads',
]

/** The text of a network file. Equal documents give equal texts; keys that are not known follow the known ones. */
export function printDocument(document: NetworkDocument): string {
  // A document is JSON by construction; its interfaces merely lack an index signature.
  const object = document as unknown as JsonObject
  const head = inline(pick(object, ['format', 'version', 'name'])).slice(2, -2)
  const rest = ordered(object, documentKeys)
    .filter(([key]) => key !== 'format' && key !== 'version' && key !== 'name')
    .map(([key, value]) => `  ${JSON.stringify(key)}: ${printPart(key, value, '  ')}`)
  return `{\n${[`  ${head}`, ...rest].join(',\n')}\n}\n`
}

function printPart(key: string, value: Json, indent: string): string {
  if (key === 'nodes') return printList(value, nodeKeys, indent)
  if (key === 'edges') return printList(value, edgeKeys, indent)
  if (key === 'blocks' && isObject(value)) return printBlocks(value, indent)
  if (key === 'training' && isObject(value))
    return printLines(ordered(value, trainingOrder), indent)
  return inline(value)
}

function printBlocks(blocks: JsonObject, indent: string): string {
  const inner = `${indent}  `
  const entries = Object.entries(blocks).map(([name, block]) => {
    const parts = isObject(block) ? ordered(block, blockKeys) : []
    const lines = parts.map(
      ([key, value]) => `${inner}  ${JSON.stringify(key)}: ${printPart(key, value, `${inner}  `)}`,
    )
    return `${inner}${JSON.stringify(name)}: {\n${lines.join(',\n')}\n${inner}}`
  })
  return entries.length === 0 ? '{}' : `{\n${entries.join(',\n')}\n${indent}}`
}

function printLines(entries: readonly Entry[], indent: string): string {
  if (entries.length === 0) return '{}'
  const lines = entries.map(([key, value]) => `${indent}  ${JSON.stringify(key)}: ${inline(value)}`)
  return `{\n${lines.join(',\n')}\n${indent}}`
}

function printList(value: Json, order: readonly string[], indent: string): string {
  if (!Array.isArray(value)) return inline(value)
  if (value.length === 0) return '[]'
  const lines = value.map((item: Json) => {
    const line = isObject(item) ? Object.fromEntries(ordered(item, order)) : item
    return `${indent}  ${inline(line)}`
  })
  return `[\n${lines.join(',\n')}\n${indent}]`
}

type Entry = readonly [key: string, value: Json]

/** Known keys in their order, then the others in theirs. */
function ordered(object: JsonObject, order: readonly string[]): readonly Entry[] {
  const known = Object.entries(pick(object, order))
  const others = Object.entries(object).filter(([key]) => !order.includes(key))
  return [...known, ...others.filter(([, value]) => value !== undefined)]
}

function pick(object: JsonObject, keys: readonly string[]): JsonObject {
  const entries = keys.flatMap(key => {
    const value = object[key]
    return value === undefined ? [] : [[key, value] as const]
  })
  return Object.fromEntries(entries)
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** JSON on one line, with spaces as people write it. */
function inline(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`
  if (!isObject(value)) return JSON.stringify(value)
  const entries = Object.entries(value).filter(([, item]) => item !== undefined)
  const parts = entries.map(([key, item]) => `${JSON.stringify(key)}: ${inline(item)}`)
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`
}
