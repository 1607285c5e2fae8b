// How a function takes the parameters of its block: `def stage(x, name, filters=64):`.
import { isExpression } from '../../document/expressions.ts'
import type { Json } from '../../document/types.ts'
import { parens } from '../python/layout.ts'
import { Identifiers } from '../python/names.ts'
import { printArgument } from '../python/values.ts'
import { type BodyName, namesIn, type Scopes } from '../scopes.ts'
import type { Body } from './body.ts'
import { argumentOf, wordsOf } from './calls.ts'

/** The names in Python of a body's own parameters and of those that it takes from around it. */
export function parameterNames(
  scopes: Scopes,
  taken: readonly string[],
): (body: BodyName) => ReadonlyMap<string, string> {
  const known = new Map<BodyName, ReadonlyMap<string, string>>()
  return body => {
    const found = known.get(body)
    if (found) return found
    const own = scopes.bodies.find(({ name }) => name === body)?.block.parameters ?? {}
    const free = body === null ? [] : scopes.freeNames(body)
    const identifiers = new Identifiers([...taken, 'name'])
    const names = new Map(
      [...free, ...Object.keys(own)].map(name => [name, identifiers.unique(name)]),
    )
    known.set(body, names)
    return names
  }
}

export function writeSignature(
  body: Body,
  name: string,
  first: readonly string[],
  result: string,
): void {
  const { lines, scopes } = body.writing
  const own = body.body.block.parameters ?? {}
  const free = body.body.name === null ? [] : scopes.freeNames(body.body.name)
  const parts = [
    ...first,
    ...free.map(name => body.identifier(name)),
    ...Object.entries(own).map(
      ([name, value]) =>
        `${body.identifier(name)}=${isComputed(value) ? 'None' : literal(body, value)}`,
    ),
  ]
  lines.add(parens(`def ${name}`, parts, `${result}:`, lines.room))
}

/** Python cannot compute a default from another argument: that is done first thing inside. */
export function writeDefaults(body: Body): void {
  const { lines } = body.writing
  const own = body.body.block.parameters ?? {}
  for (const name of inOrder(own)) {
    const value = own[name] ?? null
    if (!isComputed(value)) continue
    const identifier = body.identifier(name)
    lines.add(`if ${identifier} is None:`)
    lines.indented(() => lines.add(`${identifier} = ${literal(body, value)}`))
  }
}

function literal(body: Body, value: Json): string {
  return printArgument(wordsOf(argumentOf(value, body)))
}

function isComputed(value: Json): boolean {
  return isExpression(value) || (Array.isArray(value) && value.some(isComputed))
}

/** A default that is computed from another parameter comes after it. */
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
