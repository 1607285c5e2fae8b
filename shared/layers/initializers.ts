// Initial values of weights. Names, scales, fans and default arguments are Keras's (keras/src/initializers).
import type { Json } from '../document/types.ts'
import type { Shape } from './define.ts'
import { type FilterName, filterNames, filterNumbers, isFilter } from './filter-kernels.ts'
import { type NumberGrid, numberGrid, numbersOf, shapeOf } from './number-grid.ts'
import { choice, number } from './parameters.ts'
import { type Spec, type Variants, variant } from './variant.ts'

/** Words that take no arguments. */
const plainNames = [
  'zeros',
  'ones',
  'glorotUniform',
  'glorotNormal',
  'heUniform',
  'heNormal',
  'leCunUniform',
  'leCunNormal',
] as const

const spread = {
  mean: number('Mean', 0),
  stddev: number('Deviation', 0.05, { minimum: 0 }),
}

const modes = ['fanIn', 'fanOut', 'fanAvg'] as const
const distributions = ['truncatedNormal', 'untruncatedNormal', 'uniform'] as const

/** Words with arguments, each with Keras's default. */
const withArguments = {
  constant: { params: { value: number('Value', 0) } },
  randomNormal: { params: spread },
  truncatedNormal: { params: spread },
  randomUniform: {
    params: { minval: number('From', -0.05), maxval: number('To', 0.05) },
    fault: ({ minval, maxval }) =>
      Number(minval) < Number(maxval)
        ? null
        : `draws from ${minval} to ${maxval}, and minval must be less than maxval`,
  },
  varianceScaling: {
    params: {
      scale: number('Scale', 1, { minimum: Number.MIN_VALUE, help: 'Above 0.' }),
      mode: choice('Mode', modes, 'fanIn'),
      distribution: choice('Distribution', distributions, 'truncatedNormal'),
    },
  },
  orthogonal: { params: { gain: number('Gain', 1) } },
  identity: { params: { gain: number('Gain', 1) } },
  values: {
    params: {
      values: numberGrid(
        'Values',
        'As nested lists: of the weight’s shape, of one that broadcasts to it, or of its window, which every pair of channel and filter then has.',
      ),
    },
  },
} as const satisfies Variants

const noArguments = (names: readonly string[]): Variants =>
  Object.fromEntries(names.map(name => [name, { params: {} }]))

/** Every first value that any weight can have. */
export const initializerVariants: Variants = {
  ...noArguments(plainNames),
  ...withArguments,
}

/** Those of a kernel that slides: it can start as a filter of image processing. */
const windowVariants: Variants = { ...initializerVariants, ...noArguments(filterNames) }

export type InitializerName =
  | (typeof plainNames)[number]
  | Exclude<keyof typeof withArguments, 'values'>
  | FilterName

/** The names that stand for a draw of any shape. */
export const initializerNames = [
  'zeros',
  'ones',
  'randomNormal',
  'randomUniform',
  'truncatedNormal',
  'glorotUniform',
  'glorotNormal',
  'heUniform',
  'heNormal',
  'leCunUniform',
  'leCunNormal',
  'orthogonal',
  'varianceScaling',
  'constant',
] as const satisfies readonly InitializerName[]

export type InitializerSpec =
  | { readonly kind: 'constant'; readonly value: number }
  | {
      readonly kind: 'randomNormal' | 'truncatedNormal'
      readonly mean: number
      readonly stddev: number
    }
  | { readonly kind: 'randomUniform'; readonly minval: number; readonly maxval: number }
  | {
      readonly kind: 'varianceScaling'
      readonly scale: number
      readonly mode: (typeof modes)[number]
      readonly distribution: (typeof distributions)[number]
    }
  | { readonly kind: 'orthogonal' | 'identity'; readonly gain: number }
  | {
      readonly kind: 'values'
      readonly values: NumberGrid
      /** They may be those of a window, which every pair of channel and filter then has. */
      readonly slides?: true
    }

/** A name with Keras's default arguments, or with the arguments given. */
export type OneInitializer = InitializerName | InitializerSpec

/** One for the whole weight, or one for each part of a vector: gates start apart. */
export type Initializer = OneInitializer | readonly InitializerPart[]

export interface InitializerPart {
  readonly initializer: OneInitializer
  readonly size: number
}

/** Keras's short words, and what documents of other programs write. */
export const initializerAliases = { normal: 'randomNormal', uniform: 'randomUniform' } as const

export function initializerParameter(
  label: string,
  value: InitializerName,
  { slides = false }: { readonly slides?: boolean } = {},
) {
  const variants = slides ? windowVariants : initializerVariants
  const parameter = variant<OneInitializer>(label, variants, value, {
    help: 'The first values: a word, or an object with its kind and arguments.',
    aliases: initializerAliases,
  })
  if (!slides) return parameter
  return { ...parameter, parse: (given: Json) => sliding(parameter.parse(given)) }
}

function sliding(initializer: OneInitializer): OneInitializer {
  if (typeof initializer === 'string' || initializer.kind !== 'values') return initializer
  return { ...initializer, slides: true }
}

/**
 * What to draw: a constant, a uniform in centre ± limit, a normal, a normal cut at two deviations, a matrix whose
 * columns (its rows, where they are fewer) are of one length and at right angles, the unit matrix, given numbers,
 * or a vector of parts.
 */
export type Draw =
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'uniform'; readonly limit: number; readonly center?: number }
  | {
      readonly kind: 'normal' | 'truncatedNormal'
      readonly deviation: number
      readonly center?: number
    }
  | { readonly kind: 'orthogonal' | 'identity'; readonly gain: number }
  /** Numbers of a shape that broadcasts to the weight's. */
  | { readonly kind: 'values'; readonly values: readonly number[]; readonly shape: Shape }
  | {
      readonly kind: 'parts'
      readonly parts: readonly { readonly size: number; readonly draw: Draw }[]
    }

/** Fan in and fan out of a weight as Keras counts them: the last two axes times the window. */
export function fans(shape: Shape): readonly [fanIn: number, fanOut: number] {
  if (shape.length === 0) return [1, 1]
  const last = shape[shape.length - 1] ?? 1
  if (shape.length === 1) return [last, last]
  const window = shape.slice(0, -2).reduce((product, size) => product * size, 1)
  return [window * (shape[shape.length - 2] ?? 1), window * last]
}

// A unit normal cut at ±2 has this deviation; dividing by it restores the variance asked for.
const cutDeviation = 0.87962566103423978

/** How to draw a weight of this shape. */
export function drawOf(initializer: Initializer, shape: Shape): Draw {
  if (isParts(initializer))
    return {
      kind: 'parts',
      parts: initializer.map(({ initializer, size }) => ({
        size,
        draw: drawOf(initializer, [size]),
      })),
    }
  return typeof initializer === 'string'
    ? drawOfName(initializer, shape)
    : drawOfSpec(initializer, shape)
}

export function isParts(initializer: Initializer): initializer is readonly InitializerPart[] {
  return Array.isArray(initializer)
}

/** A word's arguments, Keras's where it stands alone; the word itself where it takes none. */
export function specOf(initializer: OneInitializer): OneInitializer {
  if (typeof initializer !== 'string') return initializer
  const schema = initializerVariants[initializer]?.params ?? {}
  const args = Object.entries(schema).map(([name, { default: value }]) => [name, value])
  if (args.length === 0) return initializer
  return { kind: initializer, ...Object.fromEntries(args) } as Spec as InitializerSpec
}

function drawOfName(name: InitializerName, shape: Shape): Draw {
  if (isFilter(name)) {
    const window = shape.slice(0, -2)
    const values = filterNumbers(name, window) ?? [0]
    return { kind: 'values', values, shape: values.length > 1 ? [...window, 1, 1] : [1] }
  }
  switch (name) {
    case 'zeros':
      return { kind: 'constant', value: 0 }
    case 'ones':
      return { kind: 'constant', value: 1 }
    case 'glorotUniform':
      return scaled(shape, 1, 'fanAvg', 'uniform')
    case 'glorotNormal':
      return scaled(shape, 1, 'fanAvg', 'truncatedNormal')
    case 'heUniform':
      return scaled(shape, 2, 'fanIn', 'uniform')
    case 'heNormal':
      return scaled(shape, 2, 'fanIn', 'truncatedNormal')
    case 'leCunUniform':
      return scaled(shape, 1, 'fanIn', 'uniform')
    case 'leCunNormal':
      return scaled(shape, 1, 'fanIn', 'truncatedNormal')
    default:
      return drawOf(specOf(name), shape)
  }
}

function drawOfSpec(spec: InitializerSpec, shape: Shape): Draw {
  switch (spec.kind) {
    case 'constant':
      return { kind: 'constant', value: spec.value }
    case 'randomNormal':
      return { kind: 'normal', deviation: spec.stddev, ...around(spec.mean) }
    case 'truncatedNormal':
      return { kind: 'truncatedNormal', deviation: spec.stddev, ...around(spec.mean) }
    case 'randomUniform': {
      const limit = (spec.maxval - spec.minval) / 2
      return { kind: 'uniform', limit, ...around((spec.maxval + spec.minval) / 2) }
    }
    case 'varianceScaling':
      return scaled(shape, spec.scale, spec.mode, spec.distribution)
    case 'orthogonal':
    case 'identity':
      return { kind: spec.kind, gain: spec.gain }
    case 'values':
      return {
        kind: 'values',
        values: numbersOf(spec.values),
        shape: laidOn(shapeOf(spec.values) ?? [], shape, spec.slides === true),
      }
  }
}

function around(center: number): { readonly center?: number } {
  return center === 0 ? {} : { center }
}

/** The shape that typed numbers have against a weight's: those of its window serve every channel and filter. */
export function laidOn(given: Shape, shape: Shape, slides: boolean): Shape {
  const window = shape.slice(0, -2)
  const isWindow = slides && given.join() === window.join()
  return isWindow ? [...given, 1, 1] : given
}

function scaled(
  shape: Shape,
  scale: number,
  mode: (typeof modes)[number],
  distribution: (typeof distributions)[number],
): Draw {
  const [fanIn, fanOut] = fans(shape)
  const fan = { fanIn, fanOut, fanAvg: (fanIn + fanOut) / 2 }[mode]
  const inputs = Math.max(1, fan)
  if (distribution === 'uniform') return { kind: 'uniform', limit: Math.sqrt((3 * scale) / inputs) }
  const deviation = Math.sqrt(scale / inputs)
  return distribution === 'truncatedNormal'
    ? { kind: 'truncatedNormal', deviation: deviation / cutDeviation }
    : { kind: 'normal', deviation }
}
