// How a class takes the sizes that it cannot know and the parameters of its block.
import { isExpression } from '../../document/expressions.ts'
import type { Json } from '../../document/types.ts'
import { argumentOf } from '../keras/calls.ts'
import type { Lines } from '../lines.ts'
import { printArgument } from '../python/values.ts'
import type { Body } from './body.ts'
import { call } from './layout.ts'

interface Default {
  readonly name: string
  readonly text: string
  readonly isComputed: boolean
}

/** The parameters that the code reads, those included that their defaults are computed from. */
export function defaultsOf(body: Body): readonly Default[] {
  const own = body.body.block.parameters ?? {}
  const found = new Map<string, Default>()
  for (let size = -1; size < found.size; ) {
    size = found.size
    for (const [name, value] of Object.entries(own)) {
      if (!body.takes.has(name) || found.has(name)) continue
      const text = printArgument(argumentOf(value, body))
      found.set(name, { name, text, isComputed: isComputed(value) })
    }
  }
  return Object.keys(own).flatMap(name => found.get(name) ?? [])
}

export function writeInit(body: Body, lines: Lines, defaults: readonly Default[]): void {
  const own = body.body.block.parameters ?? {}
  const free = [...body.takes].filter(name => !Object.hasOwn(own, name))
  const parts = [
    'self',
    ...body.sizes.asked.map(({ code }) => `${code}: int`),
    ...free.map(name => {
      const type = typeOf(
        body.writing.scopes.document.parameters?.[name] ?? 0,
        body.mayBeFraction(name),
      )
      return `${body.identifier(name)}: ${type}`
    }),
    ...defaults.map(({ name, text, isComputed: computed }) => {
      const type = typeOf(own[name] ?? null, body.mayBeFraction(name))
      const identifier = body.identifier(name)
      return computed ? `${identifier}: ${type} | None = None` : `${identifier}: ${type} = ${text}`
    }),
  ]
  lines.add(call('def __init__', parts, ' -> None:', 84))
  lines.indented(() => {
    lines.add('super().__init__()')
    for (const { name, text } of inOrder(
      body,
      defaults.filter(one => one.isComputed),
    )) {
      const identifier = body.identifier(name)
      lines.add(`if ${identifier} is None:`)
      lines.indented(() => lines.add(`${identifier} = ${text}`))
    }
  })
}

function typeOf(value: Json, isFraction: boolean): string {
  if (typeof value === 'boolean') return 'bool'
  if (Array.isArray(value)) return 'tuple[int, ...]'
  if (typeof value === 'string' && !isExpression(value)) return 'str'
  return isFraction ? 'float' : 'int'
}

function isComputed(value: Json): boolean {
  return isExpression(value) || (Array.isArray(value) && value.some(isComputed))
}

/** A default that is computed from another comes after it. */
function inOrder(body: Body, computed: readonly Default[]): readonly Default[] {
  const left = [...computed]
  const ordered: Default[] = []
  while (left.length > 0) {
    const at = left.findIndex(one =>
      left.every(
        other =>
          other === one || !new RegExp(`\\b${body.identifier(other.name)}\\b`).test(one.text),
      ),
    )
    ordered.push(...left.splice(Math.max(at, 0), 1))
  }
  return ordered
}
