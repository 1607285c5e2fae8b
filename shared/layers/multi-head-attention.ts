import { call } from '../emit/call.ts'
import {
  attentionInputs,
  attentionParams,
  attentionPositions,
  refuseFullDropout,
  unwiredAttention,
  weigh,
} from './attend.ts'
import { explainMacs, explainParameters, joined, trainable } from './convolution.ts'
import { defineLayer, type Explanation, type Shape, type Weight } from './define.ts'
import type { Graph, Value } from './graph.ts'
import { ownKeras } from './keras.ts'
import { flag, int } from './parameters.ts'
import { optionalInt, tokens } from './sequence.ts'
import { product } from './sizes.ts'
import { ownLayer } from './tfjs.ts'
import { torchHeads } from './torch-attention.ts'
import { said, type WeightValues, weightParameters } from './weight-parameters.ts'

const names = ['query', 'key', 'value', 'attentionOutput'] as const

export const multiHeadAttention = defineLayer({
  type: 'multiHeadAttention',
  label: 'Multi-head attention',
  group: 'attention',
  help: 'Every query takes a mean of the values, weighted by how well their keys fit it: softmax(Q·Kᵀ ÷ √keyDim)·V in each head, the heads joined by a last product. One wire is self-attention. Parameters 4·(d² + d) where heads·keyDim = d. Vaswani et al., 2017.',
  inputs: attentionInputs,
  unwired: unwiredAttention,
  params: {
    numHeads: int('Heads', 8, { required: true }),
    keyDim: int('Key size', 64, { help: 'Numbers of a query and a key per head.', required: true }),
    valueDim: optionalInt('Value size', 'Numbers of a value per head; absent: as the key.'),
    ...attentionParams,
    useBias: flag('Bias', true, { help: 'Adds learned numbers in each of the four products.' }),
    ...weightParameters('kernel', 'Kernel', 'glorotUniform'),
    ...weightParameters('bias', 'Bias', 'zeros'),
    trainable,
  },
  starts: { numHeads: 4, keyDim: 16 },
  shape: (p, [query, value, key]) => {
    attentionPositions(query, value, key)
    refuseFullDropout(p)
    return query
  },
  weights: (p, shapes) =>
    Object.fromEntries(
      products(p, shapes).flatMap(product => Object.entries(weightsOf(p, product))),
    ),
  macs: (p, shapes) => costs(p, shapes).reduce((sum, { count }) => sum + count, 0),
  reach: () => null,
  summary: p =>
    joined(
      `${p.numHeads} heads`,
      p.valueDim === null || p.valueDim === p.keyDim ? p.keyDim : `${p.keyDim}, ${p.valueDim}`,
      p.useCausalMask && 'causal',
    ),
  explain: (p, shapes) => {
    const made = products(p, shapes)
    const bias = (each: Product) => (p.useBias ? ` + ${each.bias.join('·')}` : '')
    const count = ({ kernel, bias }: Product) => product(kernel) + (p.useBias ? product(bias) : 0)
    const all = costs(p, shapes)
    const [queries, values] = attentionPositions(...shapes)
    return [
      scoresRow(p.numHeads, queries, values),
      explainParameters(
        made.map(each => `${each.kernel.join('·')}${bias(each)}`).join(' + '),
        made.reduce((sum, each) => sum + count(each), 0),
      ),
      explainMacs(
        all.map(({ formula }) => formula).join(' + '),
        all.reduce((sum, cost) => sum + cost.count, 0),
      ),
    ]
  },
  lower: (g, p, [query, value, key], { inputs, output }) => {
    const [queries, values] = attentionPositions(...inputs)
    const valueDim = p.valueDim ?? p.keyDim
    const asked = heads(g, project(g, query, 'query', p.useBias), queries, p.numHeads, p.keyDim)
    const keys = heads(g, project(g, key, 'key', p.useBias), values, p.numHeads, p.keyDim)
    const told = heads(g, project(g, value, 'value', p.useBias), values, p.numHeads, valueDim)
    const scaled = g.op('Mul', [asked, g.constant(1 / Math.sqrt(p.keyDim), { type: asked.type })])
    const scores = g.op('BatchMatMulV2', [scaled, keys], { adj_y: true })
    const mixed = g.op('Transpose', [weigh(g, scores, told, p), order(g)])
    const rows = reshape(g, mixed, [p.numHeads * valueDim])
    return reshape(g, project(g, rows, 'attentionOutput', p.useBias), output)
  },
  tfjs: (_, args) => ownLayer('multiHeadAttention', args),
  // In Keras the mask is an argument of the call.
  keras: (p, { useCausalMask: _, ...args }) =>
    p.useCausalMask
      ? ownKeras('CausalMultiHeadAttention', args)
      : call('MultiHeadAttention', args, { weights: true }),
  pytorch: torchHeads,
})

interface Values extends WeightValues<'kernel'>, WeightValues<'bias'> {
  readonly numHeads: number
  readonly keyDim: number
  readonly valueDim: number | null
  readonly useBias: boolean
  readonly trainable: boolean
}

type Shapes = readonly [query: Shape, value: Shape, key: Shape]

interface Product {
  readonly name: (typeof names)[number]
  readonly positions: number
  readonly kernel: Shape
  readonly bias: Shape
}

/** The four learned products, in Keras's order. */
function products(p: Values, [query, value, key]: Shapes): readonly Product[] {
  const [queries, depth] = tokens(query)
  const [values] = tokens(value)
  const valueDim = p.valueDim ?? p.keyDim
  const into = (name: Product['name'], x: Shape, positions: number, size: number): Product => ({
    name,
    positions,
    kernel: [tokens(x)[1], p.numHeads, size],
    bias: [p.numHeads, size],
  })
  return [
    into('query', query, queries, p.keyDim),
    into('key', key, values, p.keyDim),
    into('value', value, values, valueDim),
    {
      name: 'attentionOutput',
      positions: queries,
      kernel: [p.numHeads, valueDim, depth],
      bias: [depth],
    },
  ]
}

function weightsOf(p: Values, { name, kernel, bias }: Product): Record<string, Weight> {
  const { trainable } = p
  return {
    [`${name}Kernel`]: { shape: kernel, ...said('kernel', p), trainable, decay: true },
    ...(p.useBias && {
      [`${name}Bias`]: { shape: bias, ...said('bias', p), trainable },
    }),
  }
}

function costs(p: Values, shapes: Shapes) {
  const [queries, values] = attentionPositions(...shapes)
  const sizes = [p.keyDim, p.valueDim ?? p.keyDim]
  return [
    ...products(p, shapes).map(({ positions, kernel }) => [positions, ...kernel]),
    ...sizes.map(size => [queries, values, p.numHeads, size]),
  ].map(factors => ({ formula: factors.join('·'), count: product(factors) }))
}

export function scoresRow(heads: number, queries: number, values: number): Explanation {
  const factors = [...(heads > 1 ? [heads] : []), queries, values]
  return {
    quantity: 'Attention weights',
    formula: factors.join('·'),
    result: product(factors).toLocaleString('en-US'),
  }
}

function reshape(g: Graph, x: Value, sizes: Shape): Value {
  return g.op('Reshape', [x, g.constant([-1, ...sizes], { type: 'int32' })])
}

/** Every position through one kernel; its bias is written flat as the kernel is. */
function project(g: Graph, x: Value, name: Product['name'], useBias: boolean): Value {
  const kernel = g.weight(`${name}Kernel`)
  const [first = 1, second = 1, third = 1] = kernel.shape
  const isLast = name === 'attentionOutput'
  const [depth, size] = isLast ? [first * second, third] : [first, second * third]
  const flat = g.op('Reshape', [kernel, g.constant([depth, size], { type: 'int32' })])
  const result = g.op('MatMul', [reshape(g, g.compute(x), [depth]), flat])
  if (!useBias) return result
  const bias = g.weight(`${name}Bias`)
  return g.op('BiasAdd', [result, isLast ? bias : reshape(g, bias, [])])
}

function order(g: Graph): Value {
  return g.constant([0, 2, 1, 3], { type: 'int32' })
}

/** Rows of all heads side by side as batch × heads × positions × size. */
function heads(g: Graph, rows: Value, positions: number, count: number, size: number): Value {
  return g.op('Transpose', [reshape(g, rows, [positions, count, size]), order(g)])
}
