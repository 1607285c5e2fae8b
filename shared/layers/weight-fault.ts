// First values and bounds that do not go with the shape of their weight.
import { LayerError, type Mend, type Shape, type Weight } from './define.ts'
import { filterNumbers, isFilter } from './filter-kernels.ts'
import { isParts, laidOn, type OneInitializer } from './initializers.ts'
import { shapeOf } from './number-grid.ts'
import { times } from './sizes.ts'

/** The first weight whose parameters do not fit its shape; null where all do. */
export function weightFault(weights: Readonly<Record<string, Weight>>): LayerError | null {
  for (const [name, weight] of Object.entries(weights)) {
    const fault = firstValueFault(name, weight) ?? constraintFault(name, weight)
    if (fault) return fault
  }
  return null
}

function firstValueFault(name: string, weight: Weight): LayerError | null {
  const { initializer, shape } = weight
  if (!isParts(initializer)) return faultOf(name, weight, initializer, shape)
  for (const part of initializer) {
    const fault = faultOf(name, weight, part.initializer, [part.size])
    if (fault) return fault
  }
  return null
}

function faultOf(
  name: string,
  weight: Weight,
  initializer: OneInitializer,
  shape: Shape,
): LayerError | null {
  const kind = typeof initializer === 'string' ? initializer : initializer.kind
  const error = (message: string, mends: readonly Mend[]) =>
    new LayerError('initializer-shape', message, mends)
  const sizes = shape.length > 0 ? times(shape) : 'a single number'
  const [first, second] = shape
  if (kind === 'identity' && (shape.length !== 2 || first !== second))
    return error(
      `The ${name} is ${sizes}, and identity is a matrix with as many rows as columns. Use orthogonal, or equal sizes.`,
      [use(weight, 'orthogonal')],
    )
  if (kind === 'orthogonal' && shape.length < 2)
    return error(
      `The ${name} is ${sizes}, and orthogonal wants a matrix: at least two axes. Use zeros.`,
      [use(weight, 'zeros')],
    )
  if (typeof initializer === 'string')
    return isFilter(kind) && filterNumbers(kind, shape.slice(0, -2)) === null
      ? error(`${kind} is a 3×3 kernel, and the ${name}’s window is ${windowOf(shape)}.`, [
          shape.length === 4
            ? {
                label: 'Use a 3×3 kernel',
                repair: { kind: 'setParams', params: { kernelSize: 3 } },
              }
            : use(weight, 'gaussianBlur'),
        ])
      : null
  if (initializer.kind !== 'values') return null
  const given = shapeOf(initializer.values) ?? []
  const slides = initializer.slides === true
  if (broadcasts(laidOn(given, shape, slides), shape)) return null
  const window = slides ? `, of its window ${windowOf(shape)}` : ''
  return error(
    `The values are ${times(given)} and the ${name} is ${sizes}. Type values of that shape${window}, or of one that broadcasts to it.`,
    [use(weight, 'glorotUniform')],
  )
}

function windowOf(shape: Shape): string {
  const window = shape.slice(0, -2)
  return window.length > 1 ? times(window) : `${window[0] ?? 1} long`
}

/** As in NumPy: from the last axis on, each size is the same or 1. */
export function broadcasts(given: Shape, shape: Shape): boolean {
  if (given.length > shape.length) return false
  return given.every((size, at) => size === 1 || size === shape[shape.length - given.length + at])
}

function use({ stem = '' }: Weight, word: string): Mend {
  const parameter = stem === '' ? 'initializer' : `${stem}Initializer`
  return { label: `Use ${word}`, repair: { kind: 'setParams', params: { [parameter]: word } } }
}

function constraintFault(
  name: string,
  { shape, constraint, stem = '' }: Weight,
): LayerError | null {
  if (!constraint || constraint === 'nonNeg') return null
  const rank = shape.length
  const wrong = constraint.axis.find(axis => axis < -rank || axis >= rank)
  if (wrong === undefined) return null
  return new LayerError(
    'constraint-axis',
    `The ${name} is ${times(shape)} and has no axis ${wrong}, along which ${constraint.kind} is to take norms. Use axes from ${-rank} to ${rank - 1}.`,
    [
      {
        label: 'Use axis 0',
        repair: {
          kind: 'setParams',
          params: { [`${stem}Constraint`]: { ...constraint, axis: 0 } },
        },
      },
    ],
  )
}
