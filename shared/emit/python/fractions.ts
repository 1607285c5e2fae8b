// Which parameters of blocks may hold a number that Python divides to a float.
import { isExpression, parseExpression } from '../../document/expressions.ts'
import type { Json } from '../../document/types.ts'
import type { BodyName, Scopes } from '../scopes.ts'
import { mayBeFraction, type Names } from './expressions.ts'

export class Fractions {
  readonly #scopes: Scopes
  readonly #known = new Map<string, boolean>()

  constructor(scopes: Scopes) {
    this.#scopes = scopes
  }

  /** Whether a name in an expression of `body` may be a fraction: by its default or where it is given. */
  of(body: BodyName, name: string): boolean {
    const home = this.#scopes.homeOf(body, name)
    if (!home) return false
    const key = JSON.stringify([home.name, name])
    const known = this.#known.get(key)
    if (known !== undefined) return known
    this.#known.set(key, false)
    const found =
      this.#value(home.block.parameters?.[name] ?? 0, home.name) ||
      this.#scopes.bodies.some(({ name: from, block }) =>
        block.nodes.some(
          node =>
            node.type === 'block' &&
            node.block === home.name &&
            this.#value(node.params?.[name] ?? 0, from),
        ),
      )
    this.#known.set(key, found)
    return found
  }

  #value(value: Json, from: BodyName): boolean {
    if (typeof value === 'number') return !Number.isInteger(value)
    if (Array.isArray(value)) return value.some(part => this.#value(part, from))
    if (!isExpression(value)) return false
    return mayBeFraction(parseExpression(value), this.namesOf(from))
  }

  namesOf(body: BodyName): Names {
    return { identifier: name => name, mayBeFraction: name => this.of(body, name) }
  }
}
