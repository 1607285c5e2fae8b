// Initial values of weights. Names, scales and fans are Keras's (keras/src/initializers).
import type { Shape } from './define.ts'

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
] as const
export type InitializerName = (typeof initializerNames)[number]

/** A name with Keras's default arguments, or one for each part of a vector: gates start apart. */
export type Initializer = InitializerName | readonly InitializerPart[]

export interface InitializerPart {
  readonly initializer: InitializerName
  readonly size: number
}

/**
 * What to draw: a constant, a uniform in ±limit, a normal, a normal cut at two deviations, a matrix whose
 * columns (its rows, where they are fewer) are of length 1 and at right angles, or a vector of parts.
 */
export type Draw =
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'uniform'; readonly limit: number }
  | { readonly kind: 'normal'; readonly deviation: number }
  | { readonly kind: 'truncatedNormal'; readonly deviation: number }
  | { readonly kind: 'orthogonal' }
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
  if (typeof initializer === 'string') return drawOfName(initializer, shape)
  const parts = initializer.map(({ initializer, size }) => ({
    size,
    draw: drawOfName(initializer, [size]),
  }))
  return { kind: 'parts', parts }
}

function drawOfName(initializer: InitializerName, shape: Shape): Draw {
  const [fanIn, fanOut] = fans(shape)
  const scaled = (kind: 'uniform' | 'normal', scale: number, fan: number): Draw =>
    kind === 'uniform'
      ? { kind: 'uniform', limit: Math.sqrt((3 * scale) / fan) }
      : { kind: 'truncatedNormal', deviation: Math.sqrt(scale / fan) / cutDeviation }
  const average = (fanIn + fanOut) / 2
  switch (initializer) {
    case 'zeros':
      return { kind: 'constant', value: 0 }
    case 'ones':
      return { kind: 'constant', value: 1 }
    case 'randomNormal':
      return { kind: 'normal', deviation: 0.05 }
    case 'randomUniform':
      return { kind: 'uniform', limit: 0.05 }
    case 'truncatedNormal':
      return { kind: 'truncatedNormal', deviation: 0.05 }
    case 'glorotUniform':
      return scaled('uniform', 1, average)
    case 'glorotNormal':
      return scaled('normal', 1, average)
    case 'heUniform':
      return scaled('uniform', 2, fanIn)
    case 'heNormal':
      return scaled('normal', 2, fanIn)
    case 'leCunUniform':
      return scaled('uniform', 1, fanIn)
    case 'leCunNormal':
      return scaled('normal', 1, fanIn)
    case 'orthogonal':
      return { kind: 'orthogonal' }
  }
}
