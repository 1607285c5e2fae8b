// One training step's updates. Formulas, defaults and slots are those of Keras 3's optimizers.
import type { Optimizer } from '../../shared/document/types.ts'
import type { Recorder } from './recorder.ts'
import type { AnyTensor, Node, Tensor } from './tensor.ts'
import type { StoredVariable, VariableStore } from './variables.ts'
import { constrained } from './weight-rules.ts'

/** What a step is fed beside its data. */
export interface StepInputs {
  /** Steps done before this one: an int32 scalar. */
  readonly step: Tensor
  readonly learningRate: Tensor
}

interface Rule {
  /** Names of the variables kept for each weight. */
  readonly slots: readonly string[]
  readonly apply: (variable: AnyTensor, slots: readonly AnyTensor[], gradient: Tensor) => Node
}

export interface Trained {
  readonly variable: StoredVariable
  /** What it holds at the start of the step. */
  readonly value: Tensor
  readonly gradient: Tensor
}

/** Records the update of every weight. Slots are added to the variables as zeros. */
export function applyOptimizer(
  g: Recorder,
  optimizer: Optimizer,
  trained: readonly Trained[],
  inputs: StepInputs,
  variables: VariableStore,
): readonly Node[] {
  const rule = ruleOf(g, optimizer, inputs)
  return trained.map(({ variable, value, gradient }) => {
    const slots = rule.slots.map(
      slot =>
        variables.add({
          name: `${variable.name}/${slot}`,
          shape: variable.shape,
          kind: 'slot',
          trainable: false,
        }).handle,
    )
    return g.within(variable.name, () => {
      const decayed = variable.decay ? decay(g, optimizer, value, gradient) : gradient
      return constrained(g, variable, rule.apply(variable.handle, slots, decayed))
    })
  })
}

/** L2: the gradient of weightDecay ÷ 2 · w². */
function decay(g: Recorder, { weightDecay = 0 }: Optimizer, value: Tensor, gradient: Tensor) {
  if (weightDecay === 0) return gradient
  return g.op('AddV2', [gradient, g.op('Mul', [value, g.constant(weightDecay)])])
}

function ruleOf(g: Recorder, optimizer: Optimizer, inputs: StepInputs): Rule {
  if (optimizer.kind === 'adam') return adam(g, optimizer, inputs)
  const momentum = optimizer.momentum ?? (optimizer.kind === 'momentum' ? 0.9 : 0)
  return momentum === 0
    ? descent(g, inputs)
    : withMomentum(g, momentum, optimizer.nesterov ?? false, inputs)
}

/** w ← w − rate·gradient */
function descent(g: Recorder, { learningRate }: StepInputs): Rule {
  return {
    slots: [],
    apply: (variable, _, gradient) =>
      g.record('ResourceApplyGradientDescent', [variable, learningRate, gradient]),
  }
}

/** v ← momentum·v − rate·gradient; w ← w + v, with Nesterov w + momentum·v − rate·gradient. */
function withMomentum(
  g: Recorder,
  momentum: number,
  nesterov: boolean,
  { learningRate }: StepInputs,
): Rule {
  const constant = g.constant(momentum)
  return {
    slots: ['momentum'],
    apply: (variable, slots, gradient) =>
      g.record(
        'ResourceApplyKerasMomentum',
        [variable, ...slots, learningRate, gradient, constant],
        { use_nesterov: nesterov },
      ),
  }
}

/** Kingma and Ba, 2015, in the form that adds epsilon outside of the bias correction. */
function adam(g: Recorder, optimizer: Optimizer, { step, learningRate }: StepInputs): Rule {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7 } = optimizer
  // The powers follow from the step, so a checkpoint needs no more state than the moments.
  const next = g.op('AddV2', [g.cast(step, 'float32'), g.constant(1)])
  const power = (beta: number) => g.op('Pow', [g.constant(beta), next])
  const scalars = [power(beta1), power(beta2), learningRate]
  const constants = [beta1, beta2, epsilon].map(value => g.constant(value))
  return {
    slots: ['firstMoment', 'secondMoment'],
    apply: (variable, slots, gradient) =>
      g.record('ResourceApplyAdam', [variable, ...slots, ...scalars, ...constants, gradient]),
  }
}
