// Between what a file holds and what a field shows: `[5, 3]` is `5 × 3`, `"=4*growth"` stays.
import type { Json } from '../../shared/document/types.ts'
import type { ParameterKind } from '../../shared/layers/parameters.ts'

export function printValue(value: Json): string {
  if (value === null) return ''
  if (!Array.isArray(value)) return typeof value === 'string' ? value : JSON.stringify(value)
  const items = value as readonly Json[]
  return items.some(Array.isArray)
    ? items
        .map(item => (Array.isArray(item) ? item.map(printValue).join(', ') : printValue(item)))
        .join(' / ')
    : items.map(printValue).join(' × ')
}

/** Numbers that are no sizes stand with commas: `1, -1`. */
function printList(value: Json): string {
  return Array.isArray(value) ? value.map(printValue).join(', ') : printValue(value)
}

/** A value for all axes is shown for each: `5 × 5`. */
export function printParameter(kind: ParameterKind, value: Json): string {
  if (kind === 'pair' && typeof value === 'number') return `${value} × ${value}`
  if (kind === 'triple' && typeof value === 'number') return `${value} × ${value} × ${value}`
  if (kind === 'values') return printGrid(value)
  return kind === 'list' || kind === 'numbers' ? printList(value) : printValue(value)
}

/**
 * Reads a field. Empty is undefined: the default. What cannot be read comes back as text, so that the
 * analysis says at the field what it must be.
 */
export function readParameter(kind: ParameterKind, text: string): Json | undefined {
  const trimmed = text.trim()
  if (trimmed === '') return undefined
  // One expression for the whole value; a list of them has separators of its own.
  if (trimmed.startsWith('=') && !/×|,|\//.test(trimmed)) return trimmed
  switch (kind) {
    case 'int':
    case 'number':
      return readNumber(trimmed)
    case 'pair':
      return readTuple(trimmed, 2)
    case 'triple':
      return readTuple(trimmed, 3)
    case 'dims':
      return split(trimmed).map(readNumber)
    case 'list':
    case 'numbers':
      return readList(trimmed)
    case 'formula':
      return trimmed
    case 'sides':
    case 'padding':
      return readSides(trimmed)
    case 'flag':
      return trimmed === 'true' ? true : trimmed === 'false' ? false : trimmed
    case 'values':
      return readGrid(trimmed)
    case 'choice':
    case 'variant':
    case 'arguments':
      return trimmed
  }
}

/** A parameter of a block or document has no schema: a number where it is one, else text. */
export function readFree(text: string): Json | undefined {
  const trimmed = text.trim()
  if (trimmed === '') return undefined
  if (trimmed === 'true' || trimmed === 'false') return trimmed === 'true'
  return readNumber(trimmed)
}

function readNumber(text: string): Json {
  const plain = text.replace('−', '-').replace(/(?<=\d),(?=\d{3}(\D|$))/g, '')
  const isNumber = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain)
  // 1e999 is none that a file can hold.
  return isNumber && Number.isFinite(Number(plain)) ? Number(plain) : text
}

function split(text: string): string[] {
  return text
    .split(/\s*[×,]\s*|(?<=\d)\s*x\s*(?=[\d=])|(?<=\d)\s+(?=[\d=-])/)
    .filter(part => part !== '')
}

/** Rows with strokes between, as one types a kernel: `-1 0 1 / -2 0 2 / -1 0 1`; deeper lists as JSON. */
function printGrid(value: Json): string {
  const rows = Array.isArray(value) ? (value as readonly Json[]) : [value]
  const isDeep = rows.some(row => Array.isArray(row) && row.some(Array.isArray))
  if (isDeep) return JSON.stringify(value)
  if (!rows.some(Array.isArray)) return rows.map(printValue).join(' ')
  return rows.map(row => (Array.isArray(row) ? row.map(printValue).join(' ') : row)).join(' / ')
}

function readGrid(text: string): Json {
  if (text.startsWith('['))
    try {
      return JSON.parse(text) as Json
    } catch {
      return text
    }
  const rows = text.split('/').map(row =>
    row
      .trim()
      .split(/[\s,]+/)
      .map(readNumber),
  )
  const [first = []] = rows
  if (rows.length > 1) return rows
  return first.length === 1 ? (first[0] ?? text) : first
}

/** One number stays one: `2` sections are not the list of a single 2. */
function readList(text: string): Json {
  const numbers = split(text).map(readNumber)
  const [only] = numbers
  return numbers.length === 1 && only !== undefined ? only : numbers
}

/** One number, or as many as there are axes; equal ones are written as one. */
function readTuple(text: string, rank: number): Json {
  const parts = split(text).map(readNumber)
  const [first] = parts
  if (first === undefined || parts.some(isWord)) return text
  if (parts.length === 1) return first
  if (parts.length > rank) return text
  return parts.every(part => part === first) && parts.length === rank ? first : parts
}

function isWord(part: Json): boolean {
  return typeof part === 'string' && !part.startsWith('=')
}

/**
 * `2`, `1 × 2` (rows and columns, or before and after where there is one axis), or `0, 1 / 0, 1`
 * (top, bottom / left, right).
 */
function readSides(text: string): Json {
  if (text === 'same' || text === 'valid') return text
  const halves = text.split('/')
  if (halves.length === 1) return readPaddings(text)
  const sides = halves.map(half => {
    const parts = split(half.trim()).map(readNumber)
    return parts.length === 1 ? (parts[0] ?? half) : parts
  })
  return sides
}

function readPaddings(text: string): Json {
  const parts = split(text).map(readNumber)
  const [first] = parts
  if (first === undefined || parts.length > 3 || parts.some(isWord)) return text
  return parts.every(part => part === first) ? first : parts
}

/** The arrow keys change a number by one, with Shift by ten. */
export function stepText(
  kind: ParameterKind,
  text: string,
  direction: 1 | -1,
  isLarge: boolean,
  minimum: number,
): string | null {
  const by = direction * (isLarge ? 10 : 1)
  const moved = (value: Json) => (typeof value === 'number' ? Math.max(minimum, value + by) : value)
  const value = readParameter(kind, text)
  if (typeof value === 'number')
    return printParameter(
      kind,
      kind === 'number' || kind === 'numbers'
        ? stepNumber(value, direction, minimum)
        : moved(value),
    )
  if (!Array.isArray(value) || value.some(item => typeof item !== 'number')) return null
  return printParameter(kind, (value as readonly Json[]).map(moved))
}

/** Fractions move in their last digit: 0.001 becomes 0.002. */
function stepNumber(value: number, direction: 1 | -1, minimum: number): number {
  const digits = String(value).split('.')[1]?.length ?? 1
  return Math.max(minimum, Number((value + direction * 10 ** -digits).toFixed(digits)))
}
