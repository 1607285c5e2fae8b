// Prints literals as Python. Every name and every string of a document passes through here.
import type { Argument, Code } from '../call.ts'

/** What JSON leaves as it is, but an editor or a terminal may show as something else. */
const unseen = /[\p{Cf}\u007f-\u009f\u2028\u2029]/gu

/** JSON's escapes are Python's. */
export function printString(text: string): string {
  return JSON.stringify(text).replace(unseen, escaped)
}

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0
  return code > 0xffff
    ? `\\U${code.toString(16).padStart(8, '0')}`
    : `\\u${code.toString(16).padStart(4, '0')}`
}

/** An f-string of text and code in turns: `f"{name}_conv1"`. */
export function printTemplate(parts: readonly (string | Code)[]): string {
  const printed = parts.map(part =>
    typeof part === 'string'
      ? printString(part).slice(1, -1).replace(/[{}]/g, '$&$&')
      : `{${part.code}}`,
  )
  return `f"${printed.join('')}"`
}

/** One line of prose inside of a comment or a docstring, whatever was typed as a name. */
export function proseOf(text: string): string {
  return text.replace(/["\\\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').trim()
}

export function printArgument(value: Argument): string {
  if (value === null) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'string') return printString(value)
  if (typeof value === 'number') return printNumber(value)
  if ('code' in value) return value.code
  const parts = value.map(printArgument)
  return parts.length === 1 ? `(${parts[0]},)` : `(${parts.join(', ')})`
}

function printNumber(value: number): string {
  if (Number.isFinite(value)) return String(value)
  return `float("${Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf'}")`
}
