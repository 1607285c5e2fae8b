// Which data a network trains on, as the document stores it (`training.dataset`) and as the command
// line writes it: `kind:path?key=value&key=value`. Pure text; engine/data decides what a kind means.

export interface DatasetSpec {
  /** `glyphs`, `idx`, `npz` … The engine knows the list; the document may hold any word. */
  readonly kind: string
  /** File or folder, relative to the document or, on the command line, to the caller's folder. */
  readonly path?: string
  /** The column that holds the answer, for tables. */
  readonly label?: string
  /** A second file that holds the test part. */
  readonly test?: string
  /** Share of the training part that is held back for validation: 0 or more, less than 1. */
  readonly validation?: number
  /** Decides which examples are held back and, for made data, the examples themselves. */
  readonly seed?: number
  /** How many training examples to make, for made data. */
  readonly count?: number
}

export const defaultValidationShare = 0.1
export const defaultDatasetSeed = 1

export class DatasetSpecError extends Error {
  override readonly name = 'DatasetSpecError'
}

type Option = Exclude<keyof DatasetSpec, 'kind' | 'path'>

// In the order in which the printer writes them.
const optionKinds: Readonly<Record<Option, 'text' | 'share' | 'whole'>> = {
  label: 'text',
  test: 'text',
  validation: 'share',
  seed: 'whole',
  count: 'whole',
}

const longestSpec = 4096

/** Reads the short form. The options begin after the last `?`; their values are percent-encoded. */
export function parseDatasetSpec(text: string): DatasetSpec {
  if (text.length > longestSpec) {
    throw new DatasetSpecError(
      `The data setting is ${text.length.toLocaleString('en-US')} characters long; at most 4,096 are read.`,
    )
  }
  const questionMark = text.lastIndexOf('?')
  const place = questionMark < 0 ? text : text.slice(0, questionMark)
  const colon = place.indexOf(':')
  const kind = colon < 0 ? place : place.slice(0, colon)
  if (!/^[a-z][a-z0-9]*$/.test(kind)) {
    throw new DatasetSpecError(
      `“${text}” names no kind of data. Write kind:path, for example glyphs, idx:FOLDER or npz:FILE.`,
    )
  }
  const path = colon < 0 ? '' : place.slice(colon + 1)
  const options = questionMark < 0 ? {} : parseOptions(text.slice(questionMark + 1), text)
  return { kind, ...(path !== '' && { path }), ...options }
}

function parseOptions(query: string, text: string): Partial<DatasetSpec> {
  const options: Partial<Record<Option, string | number>> = {}
  for (const pair of query.split('&')) {
    if (pair === '') continue
    const equals = pair.indexOf('=')
    const key = equals < 0 ? pair : pair.slice(0, equals)
    if (equals < 0 || !isOption(key)) throw unknownOption(key, text)
    if (options[key] !== undefined) {
      throw new DatasetSpecError(`“${text}” gives ${key} twice. Keep one of them.`)
    }
    options[key] = parseValue(key, decode(pair.slice(equals + 1), text))
  }
  return options as Partial<DatasetSpec>
}

function parseValue(key: Option, value: string): string | number {
  if (optionKinds[key] === 'text') {
    if (value === '') throw new DatasetSpecError(`${key} is empty. Write ${key}=VALUE.`)
    return value
  }
  const number = /^[0-9]*\.?[0-9]+(e-?[0-9]+)?$/i.test(value) ? Number(value) : Number.NaN
  const problem = problemWithNumber(key, number)
  if (problem) throw new DatasetSpecError(`${key}=${value}: ${problem}`)
  return number
}

/** What is wrong with a numeric option, as a sentence, or undefined. */
export function problemWithNumber(
  key: 'validation' | 'seed' | 'count',
  value: number,
): string | undefined
export function problemWithNumber(key: Option, value: number): string | undefined
export function problemWithNumber(key: Option, value: number): string | undefined {
  if (optionKinds[key] === 'share') {
    if (value >= 0 && value < 1) return undefined
    return `${key} must be a share of 0 or more and less than 1, such as 0.1.`
  }
  const smallest = key === 'count' ? 1 : 0
  if (Number.isSafeInteger(value) && value >= smallest) return undefined
  return `${key} must be a whole number, ${smallest} or more.`
}

function isOption(key: string): key is Option {
  return Object.hasOwn(optionKinds, key)
}

function unknownOption(key: string, text: string): DatasetSpecError {
  const known = Object.keys(optionKinds).join(', ')
  return new DatasetSpecError(
    `“${text}” has the option “${key}”. Options are written key=value after the last question mark; known are ${known}.`,
  )
}

function decode(value: string, text: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    throw new DatasetSpecError(
      `“${text}” has a percent sign that encodes nothing. Write %25 for %.`,
    )
  }
}

/** Writes the short form; `parseDatasetSpec` reads the same settings back. */
export function printDatasetSpec(spec: DatasetSpec): string {
  const place = spec.path === undefined ? spec.kind : `${spec.kind}:${spec.path}`
  const query = (Object.keys(optionKinds) as Option[])
    .filter(key => spec[key] !== undefined)
    .map(key => `${key}=${encode(String(spec[key]))}`)
    .join('&')
  // A path with a question mark of its own needs a closing one, or its end would read as options.
  return query === '' && !place.includes('?') ? place : `${place}?${query}`
}

// Only what would end or split a value, so that labels and paths stay readable.
function encode(value: string): string {
  return value.replace(/[%&?#\s]/g, character => encodeURIComponent(character))
}
