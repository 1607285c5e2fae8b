// How a function takes the parameters of its block: `{ filters = 64 }: { filters?: number }`.
import type { Json } from '../../document/types.ts'
import { namesIn } from '../scopes.ts'
import type { Body } from './body.ts'
import { argumentOf } from './calls.ts'
import { braces } from './layout.ts'
import { printArgument, printKey } from './values.ts'

interface Field {
  readonly pattern: string
  readonly type: string
  readonly isOptional: boolean
}

/** Text from the opening brace to the default of the whole object; null where there is nothing. */
export function signatureOf(
  body: Body,
  free: readonly string[],
  before: string,
  after: string,
): string | null {
  const parameters = body.body.block.parameters ?? {}
  const fields = [
    ...free.map(name => freeField(body, name)),
    ...inOrder(parameters).map(name => ownField(body, name, parameters[name] ?? null)),
  ]
  if (fields.length === 0) return null
  const end = fields.every(field => field.isOptional) ? ` = {}${after}` : after
  const patterns = fields.map(field => field.pattern)
  const types = fields.map(field => field.type)
  const flat = `${before}{ ${patterns.join(', ')} }: { ${types.join('; ')} }${end}`
  if (flat.length <= widest) return flat
  const list = `}: { ${types.join('; ')} }${end}`
  const typeText =
    list.length <= widest ? list : `}: {\n${types.map(type => `  ${type}\n`).join('')}}${end}`
  return `${braces(before, patterns, '', 0).slice(0, -1)}${typeText}`
}

const widest = 96

function freeField(body: Body, name: string): Field {
  return {
    pattern: patternOf(body, name),
    type: `${printKey(name)}: ${body.typeOf(name)}`,
    isOptional: false,
  }
}

function ownField(body: Body, name: string, value: Json): Field {
  const { types, isOptional } = body.writing.types.of(body.body.name, name)
  const standard = isOptional ? ` = ${printArgument(argumentOf(value, body))}` : ''
  return {
    pattern: `${patternOf(body, name)}${standard}`,
    type: `${printKey(name)}${isOptional ? '?' : ''}: ${types.join(' | ')}`,
    isOptional,
  }
}

function patternOf(body: Body, name: string): string {
  const identifier = body.identifier(name)
  return identifier === name ? name : `${printKey(name)}: ${identifier}`
}

/** A default may be computed from another parameter, which must then stand before it. */
function inOrder(parameters: Readonly<Record<string, Json>>): readonly string[] {
  const ordered = new Set<string>()
  const open = new Set<string>()
  const visit = (name: string): void => {
    if (!Object.hasOwn(parameters, name) || ordered.has(name) || open.has(name)) return
    open.add(name)
    for (const used of namesIn(parameters[name])) visit(used)
    ordered.add(name)
  }
  for (const name of Object.keys(parameters)) visit(name)
  return [...ordered]
}
