// The attributes of operations with their kinds, so that a plain 4 is written as TensorFlow wants it.
import type { AnyTensor, TensorType } from './tensor.ts'

export type Attribute =
  | { readonly kind: 'int' | 'float'; readonly value: number }
  | { readonly kind: 'flag'; readonly value: boolean }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'type'; readonly value: TensorType }
  | { readonly kind: 'shape' | 'ints'; readonly value: readonly number[] }
  | { readonly kind: 'types'; readonly value: readonly TensorType[] }

export type AttributeValue = Attribute['value']

/** How an attribute gets its value: from the caller, else from the inputs, else a default. */
export interface AttributeRule {
  readonly kind: Attribute['kind']
  readonly default?: AttributeValue
  readonly infer?: (inputs: readonly AnyTensor[]) => AttributeValue
}

export const int = (value?: number): AttributeRule => rule('int', value)
export const float = (value?: number): AttributeRule => rule('float', value)
export const flag = (value?: boolean): AttributeRule => rule('flag', value)
export const text = (value?: string): AttributeRule => rule('text', value)
export const ints = (value?: readonly number[]): AttributeRule => rule('ints', value)
export const shape = (): AttributeRule => rule('shape')
export const type = (value?: TensorType): AttributeRule => rule('type', value)

/** The type that these inputs have in common. */
export function typeOf(...indices: readonly number[]): AttributeRule {
  return { kind: 'type', infer: inputs => commonType(indices.map(index => inputs[index])) }
}

/** The type that all inputs from `start` to (not with) `end` have in common. */
export function typeOfAll(start = 0, end?: number): AttributeRule {
  return { kind: 'type', infer: inputs => commonType(inputs.slice(start, end)) }
}

export function countOf(start = 0, end?: number): AttributeRule {
  return { kind: 'int', infer: inputs => inputs.slice(start, end).length }
}

export function typesOf(start: number): AttributeRule {
  return { kind: 'types', infer: inputs => inputs.slice(start).map(input => input.type) }
}

export const types = (): AttributeRule => rule('types')

function rule(kind: Attribute['kind'], value?: AttributeValue): AttributeRule {
  return value === undefined ? { kind } : { kind, default: value }
}

function commonType(inputs: readonly (AnyTensor | undefined)[]): TensorType {
  const [first, ...rest] = inputs
  if (first === undefined) throw new Error('an input is missing')
  const other = rest.find(input => input?.type !== first.type)
  if (other) throw new Error(`inputs of types ${first.type} and ${other.type} do not go together`)
  return first.type
}

/** The attributes of a node; throws where one that has no default was left out or is unknown. */
export function resolveAttributes(
  rules: Readonly<Record<string, AttributeRule>>,
  given: Readonly<Record<string, AttributeValue>>,
  inputs: readonly AnyTensor[],
): ReadonlyMap<string, Attribute> {
  const unknown = Object.keys(given).find(name => rules[name] === undefined)
  if (unknown !== undefined) throw new Error(`there is no attribute ${unknown}`)
  return new Map(
    Object.entries(rules).map(([name, rule]) => {
      const value = given[name] ?? rule.infer?.(inputs) ?? rule.default
      if (value === undefined) throw new Error(`the attribute ${name} is missing`)
      return [name, checked(name, rule.kind, value)]
    }),
  )
}

const isNumbers = (value: AttributeValue) => Array.isArray(value) && value.every(Number.isInteger)
const fits: Readonly<Record<Attribute['kind'], (value: AttributeValue) => boolean>> = {
  int: Number.isInteger,
  float: value => typeof value === 'number',
  flag: value => typeof value === 'boolean',
  text: value => typeof value === 'string',
  type: value => typeof value === 'string',
  ints: isNumbers,
  shape: isNumbers,
  types: Array.isArray,
}

function checked(name: string, kind: Attribute['kind'], value: AttributeValue): Attribute {
  if (!fits[kind](value)) throw new Error(`the attribute ${name} must be of kind ${kind}`)
  // `fits` has just seen that kind and value belong together.
  return { kind, value } as Attribute
}
