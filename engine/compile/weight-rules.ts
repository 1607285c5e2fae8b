// Penalties of weights in the loss, and what weights are made to be after a step. Formulas are Keras's.
import type { Shape } from '../../shared/layers/define.ts'
import type { Constraint, Regularizer } from '../../shared/layers/weight-rules.ts'
import type { Recorder } from './recorder.ts'
import { isTensor, type Node, type Tensor } from './tensor.ts'
import { assign, type StoredVariable } from './variables.ts'

/** Every regularized weight that is trained and read adds its penalty, once. */
export function penalties(
  g: Recorder,
  reads: ReadonlyMap<StoredVariable, Tensor>,
): readonly Tensor[] {
  return [...reads].flatMap(([variable, value]) => {
    const { regularizer, trainable, name } = variable
    return regularizer && trainable ? g.within(name, () => penalty(g, regularizer, value)) : []
  })
}

/** l1·Σ|w| + l2·Σw² */
function penalty(g: Recorder, { l1, l2 }: Regularizer, value: Tensor): readonly Tensor[] {
  const axes = g.constant(axesOf(value.shape), { type: 'int32', shape: [value.shape.length] })
  const part = (factor: number, of: 'Abs' | 'Square') =>
    factor === 0 ? [] : [g.op('Mul', [g.op('Sum', [g.op(of, [value]), axes]), g.constant(factor)])]
  return [...part(l1, 'Abs'), ...part(l2, 'Square')]
}

function axesOf(shape: Shape): readonly number[] {
  return shape.map((_, axis) => axis)
}

/** Writes the weight anew as its constraint wants it, once the optimizer's update has run. */
export function constrained(g: Recorder, variable: StoredVariable, update: Node): Node {
  const { constraint, handle } = variable
  if (!constraint) return update
  const [updated] = g.record('ReadVariableOp', [handle], {}, { control: [update] }).outputs
  if (!updated || !isTensor(updated)) throw new Error('ReadVariableOp has no output')
  return assign(g, variable, kept(g, constraint, updated))
}

// Keras's backend epsilon.
const tiny = 1e-7

function kept(g: Recorder, constraint: Constraint, value: Tensor): Tensor {
  if (constraint === 'nonNeg') return g.op('Maximum', [value, g.constant(0)])
  const along = constraint.axis.map(axis => (axis < 0 ? axis + value.shape.length : axis))
  const axes = g.constant(along, { type: 'int32', shape: [along.length] })
  const squares = g.op('Sum', [g.op('Square', [value]), axes], { keep_dims: true })
  const norms = g.op('Sqrt', [squares])
  const safe = g.op('AddV2', [norms, g.constant(tiny)])
  if (constraint.kind === 'unitNorm') return g.op('RealDiv', [value, safe])
  return g.op('Mul', [value, g.op('RealDiv', [wanted(g, constraint, norms), safe])])
}

type Bounded = Extract<Constraint, { readonly kind: 'maxNorm' | 'minMaxNorm' }>

function wanted(g: Recorder, constraint: Bounded, norms: Tensor): Tensor {
  const below = g.op('Minimum', [norms, g.constant(constraint.maxValue)])
  if (constraint.kind === 'maxNorm') return below
  const { rate, minValue } = constraint
  const within = g.op('Maximum', [below, g.constant(minValue)])
  if (rate === 1) return within
  const moved = g.op('Mul', [within, g.constant(rate)])
  return g.op('AddV2', [moved, g.op('Mul', [norms, g.constant(1 - rate)])])
}
