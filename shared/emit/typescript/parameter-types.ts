// The TypeScript types of a block's or network's parameters, from the values that they are given
// and from what they are used for.
import { isExpression } from '../../document/expressions.ts'
import type { Json } from '../../document/types.ts'
import { findLayer } from '../../layers/index.ts'
import type { Parameter } from '../../layers/parameters.ts'
import { type BodyName, bareName, type Scopes } from '../scopes.ts'
import { printString } from './values.ts'

const pair = '[number, number]'

/** A longer union says less than `string`; tfjs takes any for these. */
const mostWords = 4

export interface ParameterType {
  /** The members of a union. */
  readonly types: readonly string[]
  /** False where every use of the block gives a value, and one of another type than the default. */
  readonly isOptional: boolean
}

export class ParameterTypes {
  readonly #scopes: Scopes
  readonly #known = new Map<string, ParameterType>()

  constructor(scopes: Scopes) {
    this.#scopes = scopes
  }

  /** The type of a name in an expression of `body`. */
  ofName(body: BodyName, name: string): string {
    const home = this.#scopes.homeOf(body, name)
    return home ? this.of(home.name, name).types.join(' | ') : 'number'
  }

  /** The type of a body's own parameter. */
  of(body: BodyName, name: string): ParameterType {
    const key = JSON.stringify([body, name])
    const known = this.#known.get(key)
    if (known) return known
    // A circle is a problem of the document, so this is never seen in code.
    this.#known.set(key, { types: ['number'], isOptional: true })
    const type = this.#infer(body, name)
    this.#known.set(key, type)
    return type
  }

  #infer(body: BodyName, name: string): ParameterType {
    const home = this.#scopes.homeOf(body, name)
    const destinations = this.#destinations(body, name, new Set())
    const ofValue = (value: Json, from: BodyName) => this.#typesOf(value, from, destinations)
    const standard = ofValue(home?.block.parameters?.[name] ?? 0, body)
    const given = this.#givenTo(body, name)
    const isDefaultUsed = given.length === 0 || given.some(({ value }) => value === undefined)
    const types = new Set([
      ...(isDefaultUsed ? standard : []),
      ...given.flatMap(({ value, from }) => (value === undefined ? [] : ofValue(value, from))),
    ])
    return {
      types: [...types],
      isOptional: standard.every(type => types.has(type)),
    }
  }

  /** What the uses of a block give for one of its parameters. */
  #givenTo(block: BodyName, name: string) {
    return this.#scopes.bodies.flatMap(({ name: from, block: { nodes } }) =>
      nodes
        .filter(node => node.type === 'block' && node.block === block)
        .map(node => ({ value: node.params?.[name], from })),
    )
  }

  /** The parameters of layers that a name reaches, through blocks too. */
  #destinations(home: BodyName, name: string, seen: Set<string>): readonly Parameter<unknown>[] {
    const key = JSON.stringify([home, name])
    if (seen.has(key)) return []
    seen.add(key)
    return this.#scopes.bodies.flatMap(body =>
      body.block.nodes.flatMap(node =>
        Object.entries(node.params ?? {}).flatMap(([argument, value]) => {
          if (bareName(value) !== name) return []
          if (this.#scopes.homeOf(body.name, name)?.name !== home) return []
          if (node.type === 'block') return this.#destinations(node.block ?? '', argument, seen)
          return findLayer(node.type)?.params[argument] ?? []
        }),
      ),
    )
  }

  #typesOf(
    value: Json,
    from: BodyName,
    destinations: readonly Parameter<unknown>[],
  ): readonly string[] {
    const name = bareName(value)
    const home = name === undefined ? undefined : this.#scopes.homeOf(from, name)
    if (name !== undefined) return home ? this.of(home.name, name).types : ['number']
    if (typeof value === 'boolean' || value === null) return [value === null ? 'null' : 'boolean']
    if (Array.isArray(value)) return [typeOfList(value, destinations)]
    if (typeof value !== 'string' || isExpression(value)) return ['number']
    const options = new Set(destinations.flatMap(({ options = [] }) => options))
    return options.size <= mostWords && options.has(value)
      ? [...options].map(printString)
      : ['string']
  }
}

function typeOfList(list: readonly Json[], destinations: readonly Parameter<unknown>[]): string {
  const isList = destinations.some(({ kind }) => ['dims', 'list', 'numbers'].includes(kind))
  if (isList || list.length !== 2) return 'number[]'
  return list.some(Array.isArray) ? `[${pair}, ${pair}]` : pair
}
