// The activation functions, their Keras definitions, and how each becomes TensorFlow operations.
import type { Graph, Value } from './graph.ts'

export const activations = [
  'linear',
  'relu',
  'relu6',
  'leakyRelu',
  'elu',
  'selu',
  'celu',
  'gelu',
  'silu',
  'swish',
  'hardSilu',
  'hardSwish',
  'mish',
  'sigmoid',
  'hardSigmoid',
  'sparseSigmoid',
  'logSigmoid',
  'tanh',
  'hardTanh',
  'tanhShrink',
  'softShrink',
  'hardShrink',
  'softplus',
  'squareplus',
  'sparsePlus',
  'softsign',
  'exponential',
  'softmax',
  'logSoftmax',
  'sparsemax',
] as const
export type Activation = (typeof activations)[number]

export const activationFormulas: Readonly<Record<Activation, string>> = {
  linear: 'x',
  relu: 'max(0, x)',
  relu6: 'min(max(0, x), 6)',
  leakyRelu: 'x for x > 0, else 0.2·x',
  elu: 'x for x > 0, else exp(x) − 1',
  selu: '1.0507·x for x > 0, else 1.7581·(exp(x) − 1)',
  celu: 'x for x > 0, else exp(x) − 1',
  gelu: 'x·(1 + erf(x ÷ √2)) ÷ 2',
  silu: 'x·sigmoid(x)',
  swish: 'x·sigmoid(x)',
  hardSilu: 'x·relu6(x + 3) ÷ 6',
  hardSwish: 'x·relu6(x + 3) ÷ 6',
  mish: 'x·tanh(log(1 + exp(x)))',
  sigmoid: '1 ÷ (1 + exp(−x))',
  hardSigmoid: 'relu6(x + 3) ÷ 6',
  sparseSigmoid: '(x + 1) ÷ 2, at least 0 and at most 1',
  logSigmoid: '−log(1 + exp(−x))',
  tanh: 'tanh(x)',
  hardTanh: 'x, at least −1 and at most 1',
  tanhShrink: 'x − tanh(x)',
  softShrink: 'x − 0.5 for x > 0.5, x + 0.5 for x < −0.5, else 0',
  hardShrink: 'x for |x| > 0.5, else 0',
  softplus: 'log(1 + exp(x))',
  squareplus: '(x + √(x² + 4)) ÷ 2',
  sparsePlus: '0 for x ≤ −1, x for x ≥ 1, else (x + 1)² ÷ 4',
  softsign: 'x ÷ (1 + |x|)',
  exponential: 'exp(x)',
  softmax: 'exp(xᵢ) ÷ Σⱼ exp(xⱼ) over the channels',
  logSoftmax: 'xᵢ − log Σⱼ exp(xⱼ) over the channels',
  sparsemax: 'max(0, xᵢ − τ) over the channels, with τ such that they sum to 1',
}

// What loses digits that matter in bfloat16 runs in float32.
const lowerings: Readonly<Record<Activation, (g: Graph, x: Value) => Value>> = {
  linear: (_, x) => x,
  relu: (g, x) => g.op('Relu', [x]),
  relu6: (g, x) => g.op('Relu6', [x]),
  leakyRelu: (g, x) => g.op('LeakyRelu', [x], { alpha: 0.2 }),
  elu: (g, x) => g.op('Elu', [x]),
  selu: (g, x) => g.op('Selu', [x]),
  celu: (g, x) => g.op('Elu', [x]), // the same where alpha is 1
  gelu: (g, x) => g.compute(exactGelu(g, g.full(x))),
  silu,
  swish: silu,
  hardSilu,
  hardSwish: hardSilu,
  mish: (g, x) => g.op('Mul', [x, g.op('Tanh', [g.op('Softplus', [x])])]),
  sigmoid: (g, x) => g.op('Sigmoid', [x]),
  hardSigmoid,
  sparseSigmoid: (g, x) => times(g, plus(g, between(g, x, -1, 1), 1), 0.5),
  logSigmoid: (g, x) => g.op('Neg', [g.op('Softplus', [g.op('Neg', [x])])]),
  tanh: (g, x) => g.op('Tanh', [x]),
  hardTanh: (g, x) => between(g, x, -1, 1),
  tanhShrink: (g, x) => g.compute(g.op('Sub', [g.full(x), g.op('Tanh', [g.full(x)])])),
  softShrink: (g, x) => g.op('Sub', [x, between(g, x, -0.5, 0.5)]),
  hardShrink: (g, x) => {
    const isFar = g.op('Greater', [g.op('Abs', [x]), scalar(g, x, 0.5)])
    return g.op('SelectV2', [isFar, x, scalar(g, x, 0)])
  },
  softplus: (g, x) => g.op('Softplus', [x]),
  squareplus: (g, x) => {
    const wide = g.full(x)
    const root = g.op('Sqrt', [plus(g, g.op('Square', [wide]), 4)])
    return g.compute(times(g, g.op('AddV2', [wide, root]), 0.5))
  },
  // A parabola up to 1, and what is above 1.
  sparsePlus: (g, x) => {
    const bent = g.op('Square', [times(g, plus(g, between(g, x, -1, 1), 1), 0.5)])
    return g.op('AddV2', [bent, g.op('Relu', [plus(g, x, -1)])])
  },
  softsign: (g, x) => g.op('Softsign', [x]),
  exponential: (g, x) => g.op('Exp', [x]),
  softmax: (g, x) => g.op('Softmax', [g.full(x)]),
  logSoftmax: (g, x) => g.op('LogSoftmax', [g.full(x)]),
  sparsemax: (g, x) => sparsemax(g, g.full(x)),
}

function scalar(g: Graph, like: Value, value: number): Value {
  return g.constant(value, { type: like.type })
}

function plus(g: Graph, x: Value, value: number): Value {
  return g.op('AddV2', [x, scalar(g, x, value)])
}

function times(g: Graph, x: Value, value: number): Value {
  return g.op('Mul', [x, scalar(g, x, value)])
}

function between(g: Graph, x: Value, least: number, most: number): Value {
  return g.op('Minimum', [g.op('Maximum', [x, scalar(g, x, least)]), scalar(g, x, most)])
}

function silu(g: Graph, x: Value): Value {
  return g.op('Mul', [x, g.op('Sigmoid', [x])])
}

function hardSigmoid(g: Graph, x: Value): Value {
  return times(g, g.op('Relu6', [plus(g, x, 3)]), 1 / 6)
}

function hardSilu(g: Graph, x: Value): Value {
  return g.op('Mul', [x, hardSigmoid(g, x)])
}

/** x·Φ(x), of float32. For x far below 0 the sum 1 + erf(x ÷ √2) would lose the digits that erfc keeps. */
export function exactGelu(g: Graph, x: Value): Value {
  const twice = g.op('Erfc', [times(g, x, -Math.SQRT1_2)])
  return g.op('Mul', [times(g, x, 0.5), twice])
}

/** The approximation by a hyperbolic tangent, of float32. */
export function approximateGelu(g: Graph, x: Value): Value {
  const cube = g.op('Mul', [x, g.op('Square', [x])])
  const bent = g.op('AddV2', [x, times(g, cube, 0.044715)])
  const tanh = g.op('Tanh', [times(g, bent, Math.sqrt(2 / Math.PI))])
  return g.op('Mul', [times(g, x, 0.5), plus(g, tanh, 1)])
}

/**
 * The projection on the probabilities (Martins and Astudillo, 2016). Sorting only finds out which numbers
 * stay above 0; the threshold then follows from these by arithmetic that has a gradient.
 */
function sparsemax(g: Graph, x: Value): Value {
  const size = x.shape[x.shape.length - 1] ?? 1
  const last = g.constant(x.shape.length - 1, { type: 'int32' })
  const sum = (value: Value) => g.op('Sum', [value, last], { keep_dims: true })
  const threshold = (kept: Value, values: Value) => {
    const ones = g.op('Cast', [kept], { DstT: 'float32' })
    return g.op('RealDiv', [plus(g, sum(g.op('Mul', [values, ones])), -1), sum(ones)])
  }
  // A common shift changes nothing; without it large numbers would drown the 1.
  const z = g.op('Sub', [x, g.op('Max', [x, last], { keep_dims: true })])
  const [sorted = z] = g.outputs('TopKV2', [z, g.constant(size, { type: 'int32' })])
  const ranks = g.constant(Array.from({ length: size }, (_, at) => at + 1))
  const above = plus(g, g.op('Mul', [sorted, ranks]), 1)
  const first = threshold(g.op('Greater', [above, g.op('Cumsum', [sorted, last])]), sorted)
  const final = threshold(g.op('Greater', [z, first]), z)
  return g.op('Relu', [g.op('Sub', [z, final])])
}

export function activate(g: Graph, x: Value, activation: Activation): Value {
  return lowerings[activation](g, x)
}
