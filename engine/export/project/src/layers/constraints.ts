// Bounds on norms along several axes, which tfjs computes though its types speak of one.
import * as tf from '@tensorflow/tfjs'

type Constraint = ReturnType<typeof tf.constraints.nonNeg>

interface Along {
  axis: number[]
}

function oneAxis<A extends Along>({ axis, ...args }: A): Omit<A, 'axis'> & { axis: number } {
  return { ...args, axis: axis as unknown as number }
}

export function maxNorm(args: Along & { maxValue?: number }): Constraint {
  return tf.constraints.maxNorm(oneAxis({ maxValue: 2, ...args }))
}

export function unitNorm(args: Along): Constraint {
  return tf.constraints.unitNorm(oneAxis(args))
}

interface Bounds {
  minValue?: number
  maxValue?: number
  rate?: number
}

export function minMaxNorm(args: Along & Bounds): Constraint {
  return tf.constraints.minMaxNorm(oneAxis({ minValue: 0, maxValue: 1, rate: 1, ...args }))
}
