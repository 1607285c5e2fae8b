// The parameters that each weight of a layer has: its first value, what it costs, what it is kept to.
import type { Weight } from './define.ts'
import { type InitializerName, initializerParameter, type OneInitializer } from './initializers.ts'
import type { Parameter } from './parameters.ts'
import {
  type Constraint,
  constraintParameter,
  type Regularizer,
  regularizerParameter,
} from './weight-rules.ts'

/** `kernel` has `kernelInitializer`, `kernelRegularizer` and `kernelConstraint`, as in Keras. */
type WeightParameters<S extends string> = {
  readonly [K in keyof WeightValues<S>]: Parameter<WeightValues<S>[K]>
}

export type WeightValues<S extends string> = {
  readonly [K in `${S}Initializer`]: OneInitializer
} & {
  readonly [K in `${S}Regularizer`]: Regularizer | null
} & { readonly [K in `${S}Constraint`]: Constraint | null }

/** `slides`: a kernel with a window, which may start as a filter of image processing. */
export function weightParameters<const S extends string>(
  stem: S,
  label: string,
  value: InitializerName,
  options: { readonly slides?: boolean } = {},
): WeightParameters<S> {
  const parameters = {
    [`${stem}Initializer`]: initializerParameter(`${label} initializer`, value, options),
    [`${stem}Regularizer`]: regularizerParameter(`${label} regularizer`),
    [`${stem}Constraint`]: constraintParameter(`${label} constraint`),
  }
  // Keys made of a stem are strings to the compiler; these are the three of the type.
  return parameters as unknown as WeightParameters<S>
}

/** What the parameters say of a weight. */
export function said<const S extends string>(
  stem: S,
  p: WeightValues<S>,
): Pick<Weight, 'initializer' | 'regularizer' | 'constraint' | 'stem'> {
  const values = p as Readonly<Record<string, unknown>>
  return {
    initializer: values[`${stem}Initializer`] as OneInitializer,
    stem,
    ...ruled('regularizer', values[`${stem}Regularizer`] as Regularizer | null),
    ...ruled('constraint', values[`${stem}Constraint`] as Constraint | null),
  }
}

/** In a word each: what is said of weights beside how they start. */
export function ruleWords(p: Readonly<Record<string, unknown>>): readonly string[] {
  const words = Object.entries(p).flatMap(([name, value]) => {
    if (value === null) return []
    if (name.endsWith('Regularizer')) return penaltyWord(value as Regularizer)
    if (!name.endsWith('Constraint')) return []
    const constraint = value as Constraint
    return typeof constraint === 'string' ? constraint : constraint.kind
  })
  return [...new Set(words)]
}

function penaltyWord({ l1, l2 }: Regularizer): string {
  return [...(l1 > 0 ? [`L1 ${l1}`] : []), ...(l2 > 0 ? [`L2 ${l2}`] : [])].join(' + ')
}

function ruled<K extends string, T>(key: K, value: T | null): { readonly [P in K]?: T } {
  return value === null ? {} : ({ [key]: value } as { readonly [P in K]: T })
}
