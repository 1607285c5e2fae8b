// Parameters that are a word, or a word with arguments of its own:
// "heNormal", or {"kind": "randomNormal", "mean": 0, "stddev": 0.1}.
import type { Json, JsonObject } from '../document/types.ts'
import { type Parameter, ParameterError, type Schema } from './parameters.ts'

/** What one word of a variant takes, and what its arguments must be to each other. */
export interface Variant {
  readonly params: Schema
  /** Completes "NAME is VALUE; it …" where the arguments do not go together. */
  readonly fault?: (p: Readonly<Record<string, unknown>>) => string | null
}

export type Variants = Readonly<Record<string, Variant>>

/** A word with its arguments, those left out filled in. */
export interface Spec {
  readonly kind: string
  readonly [argument: string]: unknown
}

export interface VariantOptions {
  readonly help?: string
  /** Other words for the same: Keras's short ones. */
  readonly aliases?: Readonly<Record<string, string>>
  /** What an absent parameter has where that is no word. */
  readonly none?: true
}

/** A word stays one; an object comes back with all its arguments, or as its word where it takes none. */
export function variant<T>(
  label: string,
  variants: Variants,
  value: string | null,
  { help, aliases = {}, none }: VariantOptions = {},
): Parameter<T> {
  const schemas = Object.fromEntries(Object.entries(variants).map(([w, v]) => [w, v.params]))
  const parse = (given: Json): unknown => {
    if (given === null && none) return null
    const kind = wordOf(given, aliases)
    const found = kind !== null && Object.hasOwn(variants, kind) ? variants[kind] : undefined
    const words = Object.keys(variants).join(', ')
    if (kind === null || !found)
      throw new ParameterError(`must be one of ${words}, or an object with one as its kind`)
    const written = isObject(given) ? given : {}
    const args = argumentsOf(found.params, written, kind)
    const fault = found.fault?.(args) ?? null
    if (fault !== null) throw new ParameterError(fault)
    const isPlain = Object.keys(args).length === 0 || typeof given === 'string'
    return isPlain ? kind : { kind, ...args }
  }
  return {
    kind: 'variant',
    label,
    default: value,
    options: Object.keys(variants),
    variants: schemas,
    ...(help !== undefined && { help }),
    // The table says which words there are, `T` what they come to.
    parse: given => parse(given) as T,
  }
}

/** The word that is written, whichever way; null where there is none. */
export function wordOf(given: Json, aliases: VariantOptions['aliases'] = {}): string | null {
  const word = isObject(given) ? given.kind : given
  if (typeof word !== 'string') return null
  return Object.hasOwn(aliases, word) ? (aliases[word] ?? null) : word
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Arguments by their schema, with defaults; `owner` is the word that takes them. */
export function argumentsOf(
  schema: Schema,
  written: JsonObject,
  owner: string,
): Readonly<Record<string, unknown>> {
  for (const name of Object.keys(written))
    if (name !== 'kind' && !Object.hasOwn(schema, name)) {
      const known = Object.keys(schema).join(' and ') || 'no arguments'
      throw new ParameterError(`has ${name}, and ${owner} takes ${known}`)
    }
  return Object.fromEntries(
    Object.entries(schema).map(([name, parameter]) => {
      const value = written[name]
      if (value === undefined && parameter.required)
        throw new ParameterError(`has no ${name}, which ${owner} needs`)
      return [name, parsed(name, parameter, value ?? parameter.default)]
    }),
  )
}

function parsed(name: string, parameter: Parameter<unknown>, value: Json): unknown {
  try {
    return parameter.parse(value)
  } catch (error) {
    if (!(error instanceof ParameterError)) throw error
    const shown = JSON.stringify(value)
    const text = shown.length > 40 ? `${shown.slice(0, 37)}…` : shown
    throw new ParameterError(`has a ${name} of ${text}, which ${error.message}`)
  }
}
