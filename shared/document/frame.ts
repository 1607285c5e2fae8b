// Where the names of expressions get their values: the parameters of a block instance, then those
// of the document.

import { type Expression, ExpressionError } from './expression-tree.ts'
import { evaluate, isExpression, parseExpression, type Scope } from './expressions.ts'
import type { Json } from './types.ts'

/** The parameters of one instance of a body. */
export interface Frame {
  /** The block, null for the document. */
  readonly block: string | null
  /** What the use sets, already computed; undefined where computing it failed. */
  readonly given: ReadonlyMap<string, Json | undefined>
  readonly defaults: Readonly<Record<string, Json>>
  /** Defaults that were computed. */
  readonly known: Map<string, Json | undefined>
  readonly document: Frame | null
  /** Counts the nearest repeat. */
  readonly index: number | undefined
  /** Told once about a default that cannot be computed. */
  readonly onFault: (frame: Frame, parameter: string, error: ExpressionError) => void
  /** Defaults that are being computed just now. */
  readonly open: string[]
}

/** Thrown where a value depends on another one whose problem has been reported already. */
export class BrokenValue extends Error {}

// A chain of this many parameters, each computed from the next, is refused before the stack is.
const longestChain = 100

/** The names that an expression in this frame may use. */
export function namesIn(frame: Frame, index: number | undefined): readonly string[] {
  const own = Object.keys(frame.defaults)
  const outer = frame.document ? Object.keys(frame.document.defaults) : []
  return [...new Set([...own, ...outer, ...(index === undefined ? [] : ['index'])])]
}

/** `index` may differ from the frame's own: a use's parameters see the use's own count. */
export function scopeOf(frame: Frame, index: number | undefined): Scope {
  return name => (name === 'index' ? index : lookUp(frame, name))
}

function lookUp(frame: Frame, name: string): Json | undefined {
  if (frame.given.has(name)) return whole(frame.given.get(name))
  if (Object.hasOwn(frame.defaults, name)) return defaultValue(frame, name)
  return frame.document ? lookUp(frame.document, name) : undefined
}

function whole(value: Json | undefined): Json {
  if (value === undefined) throw new BrokenValue()
  return value
}

function defaultValue(frame: Frame, name: string): Json {
  const written = frame.defaults[name] ?? null
  if (typeof written !== 'object' && !isExpression(written)) return written
  if (frame.known.has(name)) return whole(frame.known.get(name))
  let value: Json | undefined
  try {
    value = compute(frame, name, written)
  } catch (error) {
    if (error instanceof ExpressionError) frame.onFault(frame, name, error)
    else if (!(error instanceof BrokenValue)) throw error
  }
  frame.known.set(name, value)
  return whole(value)
}

function compute(frame: Frame, name: string, written: Json): Json {
  const place = frame.open.indexOf(name)
  if (place >= 0) {
    const circle = [...frame.open.slice(place), name].join(' → ')
    throw new ExpressionError('parameter-cycle', `it depends on itself: ${circle}`, 1, name)
  }
  if (frame.open.length >= longestChain)
    throw new ExpressionError(
      'expression-too-deep',
      `it depends on a chain of more than ${longestChain} parameters`,
      1,
      name,
    )
  frame.open.push(name)
  try {
    return computeValue(written, scopeOf(frame, frame.index))
  } finally {
    frame.open.pop()
  }
}

/** Computes every expression in a value, lists and objects included. */
export function computeValue(value: Json, scope: Scope): Json {
  if (isExpression(value)) return evaluate(parsed(value), scope)
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map((item: Json) => computeValue(item, scope))
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, computeValue(item, scope)]),
  )
}

const parsedTexts = new Map<string, Expression | ExpressionError>()
const mostParsedTexts = 5000

/** Expressions repeat with every instance and every edit, so their trees are kept. */
function parsed(text: string): Expression {
  let result = parsedTexts.get(text)
  if (result === undefined) {
    result = tryParse(text)
    if (parsedTexts.size >= mostParsedTexts) parsedTexts.clear()
    parsedTexts.set(text, result)
  }
  if (result instanceof ExpressionError) throw result
  return result
}

function tryParse(text: string): Expression | ExpressionError {
  try {
    return parseExpression(text)
  } catch (error) {
    if (error instanceof ExpressionError) return error
    throw error
  }
}
