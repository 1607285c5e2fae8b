// Answers that are mixed as their examples are: a share of one's own, the rest of another's (Zhang et al., 2018).
import type { Target } from './compilation.ts'
import type { Recorder } from './recorder.ts'
import type { Tensor } from './tensor.ts'

export interface Mixing {
  /** int32, one per example: whose answer is mixed in. */
  readonly order: Tensor
  /** float32, one per example: how much of its own stays. */
  readonly share: Tensor
}

/** The labels themselves where nothing is mixed; class numbers become a share per class. */
export function mixedLabels(
  g: Recorder,
  { type, shape }: Target,
  labels: Tensor,
  mixings: readonly Mixing[],
): Tensor {
  if (mixings.length === 0) return labels
  const own = type === 'int32' ? shares(g, labels, shape.at(-1) ?? 1) : labels
  return mixings.reduce((value, { order, share }) => {
    const other = g.op('GatherV2', [value, order, g.constant(0, { type: 'int32' })])
    const sizes = value.shape.map((_, axis) => (axis === 0 ? -1 : 1))
    const kept = g.op('Reshape', [share, g.constant(sizes, { type: 'int32' })])
    const rest = g.op('Sub', [g.constant(1), kept])
    return g.op('AddV2', [g.op('Mul', [kept, value]), g.op('Mul', [rest, other])])
  }, own)
}

/** 1 at the class, else 0. */
function shares(g: Recorder, labels: Tensor, classes: number): Tensor {
  const depth = g.constant(classes, { type: 'int32' })
  return g.op('OneHot', [labels, depth, g.constant(1), g.constant(0)])
}
