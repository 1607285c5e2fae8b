// A document of one's own from a template: with other input sizes, classes and parameters.
import { setDocumentParameter, setName } from '../shared/document/edits.ts'
import { ExpressionError } from '../shared/document/expression-tree.ts'
import { names, parseExpression } from '../shared/document/expressions.ts'
import type { Json, NetworkDocument } from '../shared/document/types.ts'
import { nearest } from '../shared/graph/nearest.ts'
import { findTemplate, templateNames } from './index.ts'
import { InputSizesError, withInputSizes } from './input-sizes.ts'
import type { Template } from './template.ts'

export interface Wishes {
  /** Sizes of the input, channels last: `[32, 32, 3]`. */
  readonly input?: readonly number[]
  readonly classes?: number
  /** Parameters as they are typed: numbers, true, false, or expressions that begin with "=". */
  readonly set?: Readonly<Record<string, string>>
  readonly name?: string
}

/** A wish that a template cannot meet, as a sentence. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError'
}

/** Makes a document from the template of that name. Throws `TemplateError`. */
export function instantiate(name: string, wishes: Wishes = {}): NetworkDocument {
  const template = findTemplate(name)
  if (!template) throw unknownTemplate(name)
  let document = template.document
  if (wishes.input !== undefined) document = withInput(document, name, wishes.input)
  for (const [parameter, text] of Object.entries(wishes.set ?? {})) {
    const chosen = chosenBy(template, parameter, text.trim()) ?? {
      [parameter]: parseValue(parameter, text),
    }
    for (const [own, value] of Object.entries(chosen))
      document = withParameter(document, name, own, value, template.choices)
  }
  if (wishes.classes !== undefined) document = withClasses(document, name, wishes.classes)
  return wishes.name === undefined ? document : setName(document, wishes.name)
}

function unknownTemplate(name: string): TemplateError {
  const meant = nearest(name, templateNames)
  const hint = meant === undefined ? '' : ` The nearest is ${meant}.`
  return new TemplateError(
    `There is no template ${name}.${hint} Known are ${templateNames.join(', ')}.`,
  )
}

const largestSize = 2 ** 31 - 1

/** Reads sizes as the command line writes them, `32x32x3`. Throws `TemplateError`. */
export function parseSizes(text: string): readonly number[] {
  const sizes = text
    .split(/[x×,]/i)
    .map(part => (/^\d{1,10}$/.test(part.trim()) ? Number(part) : 0))
  checkSizes(sizes, text)
  return sizes
}

function checkSizes(sizes: readonly number[], shown: string): void {
  const fits = (size: number) => Number.isInteger(size) && size >= 1 && size <= largestSize
  if (sizes.length > 0 && sizes.length <= 8 && sizes.every(fits)) return
  throw new TemplateError(
    `The input ${shown} is no list of sizes. Write whole numbers of at least 1, as in 32x32x3.`,
  )
}

function withInput(
  document: NetworkDocument,
  name: string,
  sizes: readonly number[],
): NetworkDocument {
  checkSizes(sizes, sizes.join('x'))
  try {
    return withInputSizes(document, sizes)
  } catch (error) {
    if (error instanceof InputSizesError) throw new TemplateError(`${name} ${error.message}`)
    throw error
  }
}

/** The parameters behind a word such as `shortcut=none`; undefined where there is no such choice. */
function chosenBy({ name, choices = {} }: Template, parameter: string, word: string) {
  const choice = Object.hasOwn(choices, parameter) ? choices[parameter] : undefined
  if (!choice || Object.hasOwn(choice, word)) return choice?.[word]
  throw new TemplateError(
    `${parameter} of ${name} is one of ${Object.keys(choice).join(', ')}, and ${JSON.stringify(word)} is none of them.`,
  )
}

function withClasses(document: NetworkDocument, name: string, classes: number): NetworkDocument {
  if (!Number.isSafeInteger(classes) || classes < 1 || classes > largestSize)
    throw new TemplateError(
      `The number of classes is ${classes}; it must be a whole number of at least 1.`,
    )
  return withParameter(document, name, 'classes', classes)
}

function parseValue(parameter: string, text: string): Json {
  const value = text.trim()
  if (value === 'true' || value === 'false') return value === 'true'
  if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(value)) {
    const number = Number(value)
    if (Number.isFinite(number)) return number
    throw new TemplateError(`${parameter}=${value} is too large a number.`)
  }
  return value
}

function withParameter(
  document: NetworkDocument,
  name: string,
  parameter: string,
  value: Json,
  choices: Template['choices'] = {},
): NetworkDocument {
  const parameters = document.parameters ?? {}
  const known = Object.keys(parameters)
  if (!Object.hasOwn(parameters, parameter))
    throw unknownParameter(name, parameter, [...known, ...Object.keys(choices)])
  if (typeof value === 'string' && value.startsWith('=')) checkExpression(parameter, value, known)
  else if (typeof value !== typeof parameters[parameter])
    throw new TemplateError(
      `${parameter} of ${name} is ${JSON.stringify(parameters[parameter])} by default, and ${JSON.stringify(value)} is of another kind. Give a ${typeof parameters[parameter]}.`,
    )
  return setDocumentParameter(document, parameter, value)
}

function unknownParameter(
  name: string,
  parameter: string,
  known: readonly string[],
): TemplateError {
  const meant = nearest(parameter, known)
  const hint = meant === undefined ? '' : ` The nearest is ${meant}.`
  return new TemplateError(
    `${name} has no parameter ${parameter}.${hint} It has ${known.join(', ') || 'none'}.`,
  )
}

function checkExpression(parameter: string, text: string, known: readonly string[]): void {
  try {
    const strange = names(parseExpression(text)).find(word => !known.includes(word))
    if (strange === undefined) return
    throw new TemplateError(
      `${parameter}${text} uses ${strange}, which is no parameter. Known are ${known.join(', ')}.`,
    )
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    throw new TemplateError(`${parameter}${text}: ${error.message} (column ${error.position}).`)
  }
}
