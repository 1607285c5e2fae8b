// What training keeps a weight to: penalties in the loss, and bounds that hold after every step. Formulas,
// names and defaults are Keras's (keras/src/regularizers, keras/src/constraints).
import { list } from './lists.ts'
import { number, type Parameter, ParameterError, type Schema } from './parameters.ts'
import { argumentsOf, isObject, type Variants, variant } from './variant.ts'

/** Adds l1·Σ|w| + l2·Σw² to the loss. */
export interface Regularizer {
  readonly l1: number
  readonly l2: number
}

interface Along {
  /** Axes along which a norm is taken, −1 the last. */
  readonly axis: readonly number[]
}

/** What a weight is made to be after every step. */
export type Constraint =
  | 'nonNeg'
  | ({ readonly kind: 'unitNorm' } & Along)
  | ({ readonly kind: 'maxNorm'; readonly maxValue: number } & Along)
  | ({
      readonly kind: 'minMaxNorm'
      readonly minValue: number
      readonly maxValue: number
      readonly rate: number
    } & Along)

const penalties: Schema = {
  l1: number('L1', 0, { minimum: 0, help: 'Adds l1·Σ|w| to the loss: drives weights to 0.' }),
  l2: number('L2', 0, { minimum: 0, help: 'Adds l2·Σw² to the loss: keeps weights small.' }),
}

/** Null where there is no penalty. */
export function regularizerParameter(label: string): Parameter<Regularizer | null> {
  return {
    kind: 'arguments',
    label,
    default: null,
    parts: penalties,
    help: 'An object with l1, l2 or both: adds l1·Σ|w| + l2·Σw² to the loss.',
    parse: given => {
      if (given === null) return null
      if (!isObject(given)) throw new ParameterError('must be an object with l1, l2 or both')
      const { l1, l2 } = argumentsOf(penalties, given, 'a regularizer')
      const [first, second] = [Number(l1), Number(l2)]
      return first === 0 && second === 0 ? null : { l1: first, l2: second }
    },
  }
}

const axis = list('Axis', 0, {
  help: 'Axes along which the norm is taken: 0 for each unit of a dense layer, 0, 1, 2 for each filter of a 2-D convolution.',
})

const constraintVariants: Variants = {
  maxNorm: { params: { maxValue: number('Largest norm', 2, { minimum: 0 }), axis } },
  nonNeg: { params: {} },
  unitNorm: { params: { axis } },
  minMaxNorm: {
    params: {
      minValue: number('Smallest norm', 0, { minimum: 0 }),
      maxValue: number('Largest norm', 1, { minimum: 0 }),
      rate: number('Rate', 1, { minimum: 0, maximum: 1, help: 'How far it goes in one step.' }),
      axis,
    },
    fault: ({ minValue, maxValue }) =>
      Number(minValue) <= Number(maxValue)
        ? null
        : `has a minValue of ${minValue}, which is above its maxValue of ${maxValue}`,
  },
}

/** Null where a weight may be anything. */
export function constraintParameter(label: string): Parameter<Constraint | null> {
  const parameter = variant<Constraint | null>(label, constraintVariants, null, {
    none: true,
    help: 'What the weights are made to be after every step: a word, or an object with its kind and arguments.',
  })
  // A word alone has Keras's arguments.
  return {
    ...parameter,
    parse: given => parameter.parse(typeof given === 'string' ? { kind: given } : given),
  }
}
