// Checks on foreign values. Every failure is a `DocumentError` whose message names the place.
import { DocumentError } from './document-error.ts'
import { deepestNesting } from './json-text.ts'
import type { Json, JsonObject } from './types.ts'

const mostValues = 4_000_000

/** Own keys with these names would reach into prototypes when objects are merged. */
const forbiddenKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

/** Makes sure that a value is plain JSON: finite numbers, no forbidden keys, limited depth and size. */
export function checkJson(value: unknown): asserts value is Json {
  const keys: (string | number)[] = []
  let values = 0
  const visit = (part: unknown): void => {
    values++
    if (values > mostValues)
      throw new DocumentError(
        'too-large',
        `The file holds more than ${mostValues.toLocaleString('en-US')} values.`,
      )
    if (typeof part === 'number') checkNumber(part, keys)
    if (typeof part !== 'object' || part === null) {
      checkScalar(part, keys)
      return
    }
    if (keys.length >= deepestNesting)
      throw new DocumentError(
        'too-deep',
        `${pathOf(keys)} is nested more than ${deepestNesting} levels deep.`,
        pathOf(keys),
      )
    checkPlain(part, keys)
    const entries = Array.isArray(part) ? part.entries() : Object.entries(part)
    for (const [key, item] of entries) {
      keys.push(key)
      if (typeof key === 'string' && forbiddenKeys.has(key)) throw forbidden(keys)
      visit(item)
      keys.pop()
    }
  }
  visit(value)
}

function checkNumber(value: number, keys: readonly (string | number)[]): void {
  if (Number.isFinite(value)) return
  throw new DocumentError(
    'not-finite',
    `${pathOf(keys)} is not a finite number. The largest is about 1.8e308.`,
    pathOf(keys),
  )
}

function checkScalar(value: unknown, keys: readonly (string | number)[]): void {
  if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) return
  throw new DocumentError('not-json', `${pathOf(keys)} is no JSON value.`, pathOf(keys))
}

function checkPlain(value: object, keys: readonly (string | number)[]): void {
  const prototype: unknown = Object.getPrototypeOf(value)
  if (Array.isArray(value) || prototype === null || prototype === Object.prototype) return
  throw new DocumentError('not-json', `${pathOf(keys)} is no plain JSON object.`, pathOf(keys))
}

function forbidden(keys: readonly (string | number)[]): DocumentError {
  const path = pathOf(keys)
  return new DocumentError(
    'forbidden-key',
    `${path}: the name ${String(keys.at(-1))} is not allowed as a key. Rename it.`,
    path,
  )
}

/** `nodes[3].params.filters` */
function pathOf(keys: readonly (string | number)[]): string {
  return keys.reduce<string>((path, key) => pathTo(path, key), '') || 'The file'
}

export function pathTo(path: string, key: string | number): string {
  if (typeof key === 'number') return `${path}[${key}]`
  const word = /^[\w.-]{1,60}$/.test(key) ? key : JSON.stringify(key.slice(0, 60))
  return path === '' ? word : `${path}.${word}`
}

/** How a value is called in a message: `the number 3`, `a list`, `“sme”`. */
export function described(value: Json): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'an object'
  if (typeof value === 'string') return value === '' ? 'an empty text' : `“${shortened(value)}”`
  return typeof value === 'number' ? `the number ${value}` : String(value)
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}

/** The one form of message for a value that is missing or of the wrong kind. */
export function wrong(path: string, value: Json | undefined, what: string): DocumentError {
  if (value === undefined)
    return new DocumentError('missing', `${path} is missing; it must be ${what}.`, path)
  return new DocumentError('wrong-value', `${path} must be ${what}, not ${described(value)}.`, path)
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function asObject(value: Json | undefined, path: string): JsonObject {
  if (isObject(value)) return value
  throw wrong(path, value, 'an object')
}

export function asList(value: Json | undefined, path: string): readonly Json[] {
  if (Array.isArray(value)) return value as readonly Json[]
  throw wrong(path, value, 'a list')
}

const longestName = 1000

export function checkText(value: Json | undefined, path: string, what = 'a text'): void {
  if (typeof value !== 'string') throw wrong(path, value, what)
  if (value.length <= longestName) return
  throw new DocumentError(
    'too-long',
    `${path} is ${value.length.toLocaleString('en-US')} characters long; at most ${longestName.toLocaleString('en-US')} are allowed.`,
    path,
  )
}

/** The object without those of its optional keys that are null, which means the same as absent. */
export function withoutNulls(object: JsonObject, keys: readonly string[]): JsonObject {
  if (!keys.some(key => object[key] === null)) return object
  return Object.fromEntries(
    Object.entries(object).filter(([key, value]) => value !== null || !keys.includes(key)),
  )
}
