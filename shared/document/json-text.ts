// JSON as text: where its syntax breaks, said in words and with line and column. The engines'
// own messages differ and often name no place.
import { DocumentError } from './document-error.ts'

/** Longest text that is read, in characters. A network of 20,000 nodes takes about 4 million. */
export const longestText = 32 * 1024 * 1024
/** Deepest nesting of lists and objects. */
export const deepestNesting = 64

/** Parses JSON. Throws `DocumentError` with the place where the syntax breaks. */
export function parseJson(text: string): unknown {
  if (text.length > longestText)
    throw new DocumentError(
      'too-large',
      `The file has ${text.length.toLocaleString('en-US')} characters; at most ${longestText.toLocaleString('en-US')} are read.`,
    )
  const plain = text.startsWith('\uFEFF') ? text.slice(1) : text
  if (plain.trim() === '') throw new DocumentError('not-json', 'The file is empty.')
  checkNesting(plain)
  try {
    return JSON.parse(plain)
  } catch {
    throw syntaxError(plain)
  }
}

/** JSON.parse takes millions of levels, what reads the value afterwards does not. */
function checkNesting(text: string): void {
  let depth = 0
  let inString = false
  for (let place = 0; place < text.length; place++) {
    const code = text.charCodeAt(place)
    if (inString) {
      if (code === 92) place++
      else if (code === 34) inString = false
    } else if (code === 34) inString = true
    else if (code === 91 || code === 123) {
      depth++
      if (depth > deepestNesting)
        throw new DocumentError(
          'too-deep',
          `${placeOf(text, place)}: lists and objects are nested more than ${deepestNesting} levels deep.`,
        )
    } else if (code === 93 || code === 125) depth--
  }
}

function placeOf(text: string, place: number): string {
  const before = text.slice(0, place)
  const line = before.split('\n').length
  return `Line ${line.toLocaleString('en-US')}, column ${(place - before.lastIndexOf('\n')).toLocaleString('en-US')}`
}

const literalPattern =
  /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])|[{}[\],:]/y
const escapePattern = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y

/** Where the token at `start` ends; `start` itself where there is none. */
function tokenEnd(text: string, start: number): number {
  if (text[start] !== '"') {
    literalPattern.lastIndex = start
    return start + (literalPattern.exec(text)?.[0].length ?? 0)
  }
  let place = start + 1
  for (;;) {
    const code = text.charCodeAt(place)
    if (code === 34) return place + 1
    // Not a number at the end of the text; control characters must be escaped.
    if (!(code >= 32)) return start
    escapePattern.lastIndex = place
    const step = code === 92 ? (escapePattern.exec(text)?.[0].length ?? 0) : 1
    if (step === 0) return start
    place += step
  }
}

type Expected = 'value' | 'value or ]' | 'key' | 'key or }' | ':' | ', or ]' | ', or }' | 'end'

const wanted: Readonly<Record<Expected, string>> = {
  value: 'a value',
  'value or ]': 'a value or a closing bracket',
  key: 'a name in double quotes',
  'key or }': 'a name in double quotes or a closing brace',
  ':': 'a colon',
  ', or ]': 'a comma or a closing bracket',
  ', or }': 'a comma or a closing brace',
  end: 'the end of the file',
}

/** Walks the tokens until one does not belong; only called where JSON.parse has refused. */
function syntaxError(text: string): DocumentError {
  const open: ('[' | '{')[] = []
  let expected: Expected = 'value'
  let place = 0
  for (;;) {
    const start = firstCharacter(text, place)
    place = tokenEnd(text, start)
    const next = follow(expected, text.slice(start, place), open)
    if (!next) return broken(text, start, expected)
    expected = next
  }
}

/** What may come after a token, or null where the token does not belong. */
function follow(expected: Expected, token: string, open: ('[' | '{')[]): Expected | null {
  const after = (): Expected => {
    const inner = open.at(-1)
    return inner === undefined ? 'end' : inner === '[' ? ', or ]' : ', or }'
  }
  if (expected === 'key' || expected === 'key or }') {
    if (token.startsWith('"')) return ':'
    if (token !== '}' || expected === 'key') return null
    open.pop()
    return after()
  }
  if (expected === ':') return token === ':' ? 'value' : null
  if (expected === ', or ]' || expected === ', or }') {
    if (token === ',') return expected === ', or ]' ? 'value' : 'key'
    if (token !== expected.slice(-1)) return null
    open.pop()
    return after()
  }
  if (expected === 'end' || token === '') return null
  if (token === '[' || token === '{') {
    open.push(token)
    return token === '[' ? 'value or ]' : 'key or }'
  }
  if (token === ']' && expected === 'value or ]') {
    open.pop()
    return after()
  }
  return ',:}]'.includes(token) ? null : after()
}

function firstCharacter(text: string, place: number): number {
  let start = place
  while (' \t\r\n'.includes(text[start] ?? '-')) start++
  return start
}

function broken(text: string, place: number, expected: Expected): DocumentError {
  const at = placeOf(text, place)
  if (place >= text.length)
    return new DocumentError('not-json', `${at}: the file ends where ${wanted[expected]} belongs.`)
  const word =
    /^(?:[\w.+-]{1,20}|"[^\n"]{0,20}"?|.)/su.exec(text.slice(place, place + 64))?.[0] ?? ''
  if (word.startsWith('"') && expected.startsWith('value'))
    return new DocumentError(
      'not-json',
      `${at}: this string is not closed, or has a character in it that must be escaped.`,
    )
  return new DocumentError(
    'not-json',
    `${at}: found ${word} where ${wanted[expected]} belongs.${advice(text, place, expected)}`,
  )
}

function advice(text: string, place: number, expected: Expected): string {
  const rest = text.slice(place, place + 9)
  if (expected === 'key' && rest.startsWith('}')) return ' Remove the comma before it.'
  if (expected === 'value' && rest.startsWith(']')) return ' Remove the comma before it.'
  if (rest.startsWith("'")) return ' JSON writes strings in double quotes.'
  if (/^(?:NaN|-?Infinity)/.test(rest)) return ' JSON has no such number.'
  return /^\/[/*]/.test(rest) ? ' JSON has no comments.' : ''
}
