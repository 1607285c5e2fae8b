// Initializers, regularizers and constraints as the arguments of a printed layer: a word where the language knows
// it, else the call that makes one.
import { holdsExpression } from '../document/expressions.ts'
import type { Json, JsonObject } from '../document/types.ts'
import type { Layer } from '../graph/network.ts'
import { filterNumbers, isFilter } from '../layers/filter-kernels.ts'
import {
  type InitializerName,
  type InitializerSpec,
  initializerAliases,
  laidOn,
  specOf,
} from '../layers/initializers.ts'
import { gridOf, type NumberGrid, numbersOf, shapeOf } from '../layers/number-grid.ts'
import { isObject, wordOf } from '../layers/variant.ts'
import { NotFoldable } from './frame.ts'

/** What is to be made, with the arguments that a file gives and Keras's names for both. */
export interface Made {
  readonly family: 'initializers' | 'regularizers' | 'constraints'
  readonly kind: string
  readonly args: Readonly<Record<string, NumberGrid | string>>
}

/** True for the parameters that this file is about. */
export function isOfWeight(kind: string): boolean {
  return kind === 'variant' || kind === 'arguments'
}

/** A word of both languages, or what must be made; null where nothing is asked for. */
export function weightArgument(name: string, written: Json, layer: Layer): string | Made | null {
  // A value that only a use knows can be a word there, or numbers of another shape.
  if (holdsExpression(written)) throw new NotFoldable(`${name} is an expression`)
  if (written === null) return null
  if (name.endsWith('Regularizer')) return regularizerOf(written)
  if (name.endsWith('Constraint')) return constraintOf(written)
  return initializerOf(name, written, layer)
}

function regularizerOf(written: Json): Made | null {
  const { l1 = 0, l2 = 0 } = isObject(written) ? written : {}
  const args = {
    ...(l1 !== 0 && { l1: Number(l1) }),
    ...(l2 !== 0 && { l2: Number(l2) }),
  }
  if (Object.keys(args).length === 0) return null
  return { family: 'regularizers', kind: 'l1l2', args }
}

function constraintOf(written: Json): Made | string {
  const kind = wordOf(written) ?? ''
  const args = isObject(written) ? argumentsIn(written) : {}
  return Object.keys(args).length === 0 ? kind : { family: 'constraints', kind, args }
}

function initializerOf(name: string, written: Json, layer: Layer): Made | string {
  const word = (wordOf(written, initializerAliases) ?? '') as InitializerName | 'values'
  const made = (kind: string, args: Made['args']): Made => ({ family: 'initializers', kind, args })
  const resolved = layer.params?.[name]
  if (isFilter(word)) {
    const window = shapeOfWeight(name, layer).slice(0, -2)
    const values = gridOf(filterNumbers(word, window) ?? [], [...window, 1, 1])
    return made('values', { values })
  }
  if (word === 'values') {
    const { values, slides } = resolved as InitializerSpec & { readonly kind: 'values' }
    const shape = laidOn(shapeOf(values) ?? [], shapeOfWeight(name, layer), slides === true)
    return made('values', { values: gridOf(numbersOf(values), shape) })
  }
  const args = isObject(written) ? argumentsIn(written) : {}
  if (Object.keys(args).length > 0) return made(word, args)
  return onlyMade.has(word) ? made(word, argumentsIn(specOf(word) as JsonObject)) : word
}

/** Words that tfjs wants with their arguments. */
const onlyMade: ReadonlySet<string> = new Set(['constant', 'varianceScaling', 'identity'])

function argumentsIn({ kind: _, ...args }: JsonObject): Made['args'] {
  return args as Made['args']
}

function shapeOfWeight(name: string, layer: Layer): readonly number[] {
  const stem = name.replace(/Initializer$/, '')
  return Object.values(layer.weights).find(weight => weight.stem === stem)?.shape ?? []
}
