// Prints literals as TypeScript. Every name and every string of a document passes through here.
import type { Argument, Code } from '../call.ts'

/** Code units that could end a literal, its line, or a script element around it. */
const unsafe = /[\\'`$\p{Cc}\p{Cf}\u2028\u2029<\u{D800}-\u{DFFF}]/gu

function escaped(text: string, quote: "'" | '`'): string {
  return text.replace(unsafe, character => {
    if (character === '\\' || character === quote) return `\\${character}`
    if (character === '\n') return '\\n'
    if (character === '$') return quote === '`' ? '\\$' : '$'
    if (character === "'" || character === '`') return character
    return `\\u{${character.codePointAt(0)?.toString(16)}}`
  })
}

export function printString(text: string): string {
  return `'${escaped(text, "'")}'`
}

/** A template literal of text and code in turns: `${name}/conv1`. */
export function printTemplate(parts: readonly (string | Code)[]): string {
  const printed = parts.map(part =>
    typeof part === 'string' ? escaped(part, '`') : `\${${part.code}}`,
  )
  return `\`${printed.join('')}\``
}

/** The key of a property: bare where it is a word. */
export function printKey(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : printString(key)
}

/** `key: value`, or `key` alone where both are one word. */
export function printProperty(key: string, value: Argument): string {
  const text = printArgument(value)
  return text === key ? key : `${printKey(key)}: ${text}`
}

export function printArgument(value: Argument): string {
  if (value === null) return 'null'
  if (typeof value === 'string') return printString(value)
  if (typeof value !== 'object') return String(value)
  if (isCode(value)) return value.code
  return `[${value.map(printArgument).join(', ')}]`
}

function isCode(value: Code | readonly Argument[]): value is Code {
  return 'code' in value
}
