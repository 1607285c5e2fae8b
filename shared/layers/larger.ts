import type { Graph, Value } from './graph.ts'

/**
 * The larger of two values, number by number. TensorFlow 2.21 runs max(c·x, x) as a leaky ReLU of slope c, also where
 * c > 1 makes that the smaller one, and it sees c·x in x + x. Of the smaller of the negatives it makes nothing else.
 */
export function larger(g: Graph, a: Value, b: Value): Value {
  const isWithNumber = a.shape.length === 0 || b.shape.length === 0
  if (isWithNumber) return g.op('Maximum', [a, b])
  return g.op('Neg', [g.op('Minimum', [g.op('Neg', [a]), g.op('Neg', [b])])])
}
