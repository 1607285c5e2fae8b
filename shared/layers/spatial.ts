// Parameters with a number per spatial axis: one for sequences, two for pictures, three for volumes.
import type { Json } from '../document/types.ts'
import {
  largest,
  type Options,
  type Parameter,
  ParameterError,
  type ParameterKind,
  wholeNumber,
} from './parameters.ts'

/** How many spatial axes a layer's input has. */
export type Rank = 1 | 2 | 3

export type PerAxis<T, R extends Rank = Rank> = R extends 1
  ? readonly [T]
  : R extends 2
    ? readonly [T, T]
    : readonly [T, T, T]

/** Of two axes `[rows, columns]`, of one axis `[before, after]`. */
export type Pair = PerAxis<number, 2>

/** Numbers of pixels added (or cropped) before and after each axis. */
export type Sides<R extends Rank = 2> = PerAxis<Pair, R>

export type Padding<R extends Rank = Rank> =
  | 'valid'
  | 'same'
  | (R extends 1 ? 'causal' : never)
  | Sides<R>

const kinds: Readonly<Record<Rank, ParameterKind>> = { 1: 'int', 2: 'pair', 3: 'triple' }

const tupleForms: Readonly<Record<Rank, string>> = {
  1: '',
  2: ', or two: [rows, columns]',
  3: ', or three: [planes, rows, columns]',
}

const sideForms: Readonly<Record<Rank, string>> = {
  1: 'a whole number or [before, after]',
  2: 'a whole number, [rows, columns] or [[top, bottom], [left, right]]',
  3: 'a whole number, [planes, rows, columns] or [[front, back], [top, bottom], [left, right]]',
}

/** How the inspector's field takes the same. */
const sideFields: Readonly<Record<Rank, string>> = {
  1: 'n, or before × after',
  2: 'n, rows × columns, or top, bottom / left, right',
  3: 'n, planes × rows × columns, or front, back / top, bottom / left, right',
}

/** A list of one value per axis, as `make` gives them; the only place that must say so by a cast. */
function onEachAxis<T, R extends Rank>(rank: R, make: (axis: number) => T): PerAxis<T, R> {
  return Array.from({ length: rank }, (_, axis) => make(axis)) as unknown as PerAxis<T, R>
}

function parseTuple<R extends Rank>(value: Json, minimum: number, rank: R): PerAxis<number, R> {
  const isList = Array.isArray(value) && value.length === rank
  if (!isList && (Array.isArray(value) || typeof value !== 'number'))
    throw new ParameterError(`must be a whole number of at least ${minimum}${tupleForms[rank]}`)
  return onEachAxis(rank, axis =>
    wholeNumber((isList ? value[axis] : (value as Json)) ?? null, minimum, largest),
  )
}

/** A number for all axes, or a list with one for each. */
export function tuple<R extends Rank>(
  rank: R,
  label: string,
  value: number,
  options: Options = {},
): Parameter<PerAxis<number, R>> {
  const minimum = options.minimum ?? 1
  return {
    kind: kinds[rank],
    label,
    default: value,
    ...options,
    minimum,
    parse: given => parseTuple(given, minimum, rank),
  }
}

/** Like `tuple`; absent or null leaves it to the layer, and `help` says what it then does. */
export function optionalTuple<R extends Rank>(
  rank: R,
  label: string,
  help: string,
  options: { readonly minimum?: number } = {},
): Parameter<PerAxis<number, R> | null> {
  const minimum = options.minimum ?? 1
  return {
    kind: kinds[rank],
    label,
    default: null,
    help,
    minimum,
    parse: given => (given === null ? null : parseTuple(given, minimum, rank)),
  }
}

/** A number for both axes, or `[rows, columns]`. */
export function pair(label: string, value: number, options: Options = {}): Parameter<Pair> {
  return tuple(2, label, value, options)
}

export function optionalPair(
  label: string,
  help: string,
  options: { readonly minimum?: number } = {},
): Parameter<Pair | null> {
  return optionalTuple(2, label, help, options)
}

/** A list of one axis' length is the two sides of the only axis. */
function parseSides<R extends Rank>(value: Json, rank: R): Sides<R> {
  const isList = Array.isArray(value) && value.length === Math.max(rank, 2)
  if (!isList && typeof value !== 'number') throw new ParameterError(`must be ${sideForms[rank]}`)
  if (!isList || rank === 1) {
    const both = parseTuple(value, 0, 2)
    return onEachAxis(rank, () => both)
  }
  return onEachAxis(rank, axis => parseTuple(value[axis] ?? null, 0, 2))
}

export function sides<R extends Rank = 2>(
  label: string,
  value: number,
  rank: R = 2 as R,
): Parameter<Sides<R>> {
  return {
    kind: 'sides',
    label,
    default: value,
    minimum: 0,
    parse: given => parseSides(given, rank),
  }
}

/** `valid`, `same`, or explicit zeros per side. */
export function padding<R extends Rank = 2>(
  value: 'valid' | 'same' = 'valid',
  rank: R = 2 as R,
): Parameter<'valid' | 'same' | Sides<R>> {
  return wordsOrSides(['same', 'valid'], value, rank)
}

/** The same along one axis, with `causal`: all zeros before, so that no output sees what comes after it. */
export function causalPadding(): Parameter<Padding<1>> {
  return wordsOrSides(['same', 'valid', 'causal'], 'valid', 1)
}

function wordsOrSides<const W extends string, R extends Rank>(
  words: readonly W[],
  value: NoInfer<W>,
  rank: R,
): Parameter<W | Sides<R>> {
  return {
    kind: 'padding',
    label: 'Padding',
    default: value,
    options: words,
    help: sideFields[rank],
    minimum: 0,
    parse: given => {
      const found = words.find(word => word === given)
      if (found !== undefined) return found
      if (typeof given !== 'string') return parseSides(given, rank)
      throw new ParameterError(`must be ${words.join(', ')}, ${sideForms[rank]}`)
    },
  }
}
