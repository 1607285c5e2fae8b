// The activation functions, their Keras definitions, and how each becomes TensorFlow operations.
import type { Graph, Value } from './graph.ts'

export const activations = [
  'linear',
  'relu',
  'relu6',
  'leakyRelu',
  'elu',
  'selu',
  'gelu',
  'swish',
  'sigmoid',
  'hardSigmoid',
  'tanh',
  'softplus',
  'softsign',
  'softmax',
] as const
export type Activation = (typeof activations)[number]

export const activationFormulas: Readonly<Record<Activation, string>> = {
  linear: 'x',
  relu: 'max(0, x)',
  relu6: 'min(max(0, x), 6)',
  leakyRelu: 'x for x > 0, else 0.2·x',
  elu: 'x for x > 0, else exp(x) − 1',
  selu: '1.0507·x for x > 0, else 1.7581·(exp(x) − 1)',
  gelu: 'x·(1 + erf(x ÷ √2)) ÷ 2',
  swish: 'x·sigmoid(x)',
  sigmoid: '1 ÷ (1 + exp(−x))',
  hardSigmoid: 'relu6(x + 3) ÷ 6',
  tanh: 'tanh(x)',
  softplus: 'log(1 + exp(x))',
  softsign: 'x ÷ (1 + |x|)',
  softmax: 'exp(xᵢ) ÷ Σⱼ exp(xⱼ) over the channels',
}

// Softmax and the exact GELU lose digits that matter in bfloat16, so they run in float32.
const lowerings: Readonly<Record<Activation, (g: Graph, x: Value) => Value>> = {
  linear: (_, x) => x,
  relu: (g, x) => g.op('Relu', [x]),
  relu6: (g, x) => g.op('Relu6', [x]),
  leakyRelu: (g, x) => g.op('LeakyRelu', [x], { alpha: 0.2 }),
  elu: (g, x) => g.op('Elu', [x]),
  selu: (g, x) => g.op('Selu', [x]),
  gelu: (g, x) => {
    const wide = g.full(x)
    const scalar = (value: number) => g.constant(value, { type: wide.type })
    const erf = g.op('Erf', [g.op('Mul', [wide, scalar(Math.SQRT1_2)])])
    const half = g.op('Mul', [wide, scalar(0.5)])
    return g.compute(g.op('Mul', [half, g.op('AddV2', [erf, scalar(1)])]))
  },
  swish: (g, x) => g.op('Mul', [x, g.op('Sigmoid', [x])]),
  sigmoid: (g, x) => g.op('Sigmoid', [x]),
  hardSigmoid: (g, x) => {
    const scalar = (value: number) => g.constant(value, { type: x.type })
    return g.op('Mul', [g.op('Relu6', [g.op('AddV2', [x, scalar(3)])]), scalar(1 / 6)])
  },
  tanh: (g, x) => g.op('Tanh', [x]),
  softplus: (g, x) => g.op('Softplus', [x]),
  softsign: (g, x) => g.op('Softsign', [x]),
  softmax: (g, x) => g.op('Softmax', [g.full(x)]),
}

export function activate(g: Graph, x: Value, activation: Activation): Value {
  return lowerings[activation](g, x)
}
