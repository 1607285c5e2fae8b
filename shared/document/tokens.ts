// From text to tokens: what parameter expressions and formulas have in common.
import { ExpressionError } from './expression-tree.ts'

export interface Token {
  readonly kind: 'number' | 'name' | 'symbol' | 'end'
  readonly text: string
  /** Column from 1. */
  readonly at: number
}

/** What a language has beside numbers and names. */
export interface Vocabulary {
  /** A regular expression of all symbols, longer ones first. */
  readonly symbols: string
  /** What to write instead of a character that has no meaning: ` Write == to compare.` */
  readonly advice: Readonly<Record<string, string>>
}

/** Reads tokens from `start` on. Throws `ExpressionError` at the first character that begins none. */
export function tokenize(text: string, start: number, vocabulary: Vocabulary): readonly Token[] {
  const pattern = patternOf(vocabulary)
  const tokens: Token[] = []
  let place = start
  const end = text.trimEnd().length
  while (place < end) {
    pattern.lastIndex = place
    const match = pattern.exec(text)
    if (!match) throw strange(text, place, vocabulary)
    const [whole, number, name, symbol] = match
    const found = number ?? name ?? symbol ?? ''
    const kind = number !== undefined ? 'number' : name !== undefined ? 'name' : 'symbol'
    tokens.push({ kind, text: found, at: place + whole.length - found.length + 1 })
    place += whole.length
  }
  return tokens
}

const number = '\\d+\\.?\\d*(?:[eE][+-]?\\d+)?|\\.\\d+(?:[eE][+-]?\\d+)?'

function patternOf({ symbols }: Vocabulary): RegExp {
  return new RegExp(`[ \\t]*(?:(${number})|([A-Za-z_][A-Za-z0-9_]*)|(${symbols}))`, 'y')
}

function strange(text: string, start: number, { advice }: Vocabulary): ExpressionError {
  const place = start + (text.slice(start).search(/[^ \t]/) || 0)
  const character = String.fromCodePoint(text.codePointAt(place) ?? 32)
  const hint = Object.hasOwn(advice, character) ? advice[character] : ''
  return syntaxError(`“${character}” has no meaning here.${hint}`.replace(/\.$/, ''), place + 1)
}

export function syntaxError(message: string, position: number): ExpressionError {
  return new ExpressionError('expression-syntax', message, position)
}

/** The value of a number as it is written. */
export function numberIn(token: Token): number {
  const value = Number(token.text)
  if (Number.isFinite(value)) return value
  throw syntaxError(`${token.text} is too large`, token.at)
}
