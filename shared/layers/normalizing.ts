// What the normalisations of single examples share: scale and shift, and statistics in float32.
import { explainParameters, joined, trainable } from './convolution.ts'
import type { Explanation, Shape, Weight } from './define.ts'
import type { Graph, Value } from './graph.ts'
import { flag, number } from './parameters.ts'
import { counted, product } from './sizes.ts'
import { said, type WeightValues, weightParameters } from './weight-parameters.ts'

export const affineParams = {
  epsilon: number('Epsilon', 1e-3, { minimum: 0 }),
  center: flag('Center', true, { help: 'Adds beta, learned numbers.' }),
  scale: flag('Scale', true, { help: 'Multiplies by gamma, learned numbers.' }),
  ...weightParameters('beta', 'Beta', 'zeros'),
  ...weightParameters('gamma', 'Gamma', 'ones'),
  trainable,
}

export interface AffineValues extends WeightValues<'beta'>, WeightValues<'gamma'> {
  readonly epsilon: number
  readonly center: boolean
  readonly scale: boolean
  readonly trainable: boolean
}

export function affineWeights(p: AffineValues, shape: Shape): Record<string, Weight> {
  const { trainable } = p
  return {
    ...(p.scale && { gamma: { shape, ...said('gamma', p), trainable } }),
    ...(p.center && { beta: { shape, ...said('beta', p), trainable } }),
  }
}

export function affineSummary(p: AffineValues): string {
  return joined(!p.scale && 'no gamma', !p.center && 'no beta', !p.trainable && 'frozen')
}

export function explainAffine(
  p: AffineValues,
  shape: Shape,
  averaged: readonly number[],
): readonly Explanation[] {
  const vectors = Number(p.scale) + Number(p.center)
  return [
    explainParameters([vectors, ...shape].join('·'), vectors * product(shape)),
    explainAveraged(averaged),
  ]
}

/** How many numbers share one mean and one variance. */
export function explainAveraged(sizes: readonly number[]): Explanation {
  return { quantity: 'Averaged over', formula: sizes.join('·'), result: counted(product(sizes)) }
}

/** gamma·x + beta in float32; `axes` are those of `x` that the weights have, in rising order. */
export function scaleAndShift(g: Graph, p: AffineValues, x: Value, axes: readonly number[]): Value {
  const isLast = axes.length === 1 && axes[0] === x.shape.length - 1
  const weight = (name: string) =>
    isTrailing(axes, x.shape) ? g.weight(name, 'full') : spread(g, g.weight(name, 'full'), x, axes)
  const scaled = p.scale ? g.op('Mul', [x, weight('gamma')]) : x
  if (!p.center) return scaled
  // BiasAdd's gradient takes a fraction of the time of a general sum.
  return g.op(isLast ? 'BiasAdd' : 'AddV2', [scaled, weight('beta')])
}

function isTrailing(axes: readonly number[], shape: readonly number[]): boolean {
  return axes.every((axis, index) => axis === shape.length - axes.length + index)
}

/** A weight with an axis of size 1 wherever `x` has one that it has not, so that it broadcasts. */
export function spread(g: Graph, weight: Value, x: Value, axes: readonly number[]): Value {
  const sizes = x.shape.map((size, axis) => (axes.includes(axis) ? size : 1))
  return reshape(g, weight, sizes)
}

/** (x − mean) ÷ √(variance + epsilon), with the biased variance, as Keras has it. */
export function standardize(g: Graph, x: Value, axes: readonly number[], epsilon: number): Value {
  const centred = g.op('SubOwnMean', [x, mean(g, x, axes)])
  return divideByRoot(g, centred, axes, epsilon)
}

/** x ÷ √(mean of squares + epsilon). */
export function divideByRoot(g: Graph, x: Value, axes: readonly number[], epsilon: number): Value {
  const variance = mean(g, g.op('Square', [x]), axes)
  const root = g.op('Rsqrt', [g.op('AddV2', [variance, g.constant(epsilon)])])
  return g.op('MulByOwnRoot', [x, root])
}

function mean(g: Graph, x: Value, axes: readonly number[]): Value {
  return g.op('Mean', [x, g.constant(axes, { type: 'int32' })], { keep_dims: true })
}

export function reshape(g: Graph, x: Value, sizes: readonly number[]): Value {
  return g.op('Reshape', [x, g.constant(sizes, { type: 'int32' })])
}
