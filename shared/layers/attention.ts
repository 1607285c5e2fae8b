import { call } from '../emit/call.ts'
import {
  attentionInputs,
  attentionParams,
  attentionPositions,
  refuseFullDropout,
  unwiredAttention,
  weigh,
} from './attend.ts'
import { explainMacs, explainParameters, joined } from './convolution.ts'
import { defineLayer, LayerError, type Shape, type Weight } from './define.ts'
import type { Graph, Value } from './graph.ts'
import { ownKeras } from './keras.ts'
import { scoresRow } from './multi-head-attention.ts'
import { choice, flag } from './parameters.ts'
import { sequence } from './sequence.ts'
import { times } from './sizes.ts'
import { ownLayer } from './tfjs.ts'
import { torchAttention } from './torch-attention.ts'

export const attention = defineLayer({
  type: 'attention',
  label: 'Attention',
  group: 'attention',
  help: 'Every query takes a mean of the values, weighted by how well their keys fit it: softmax(Q·Kᵀ)·V, with “Divide by √d” as in Vaswani et al., 2017; score mode concat is the additive one of Bahdanau et al., 2014. One wire is self-attention.',
  inputs: attentionInputs,
  unwired: unwiredAttention,
  params: {
    useScale: flag('Learned scale', false, {
      help: 'Multiplies the scores by one learned number.',
    }),
    scoreMode: choice('Score mode', ['dot', 'concat'], 'dot'),
    divideByRoot: flag('Divide by √d', false, {
      help: 'Divides the products by the root of the features, as the paper does and Keras does not.',
    }),
    ...attentionParams,
  },
  starts: { divideByRoot: true },
  shape: (p, [query, value, key]) => {
    const [queries, depth] = sequence(query)
    const [, width] = sequence(value)
    attentionPositions(query, value, key)
    if (sequence(key)[1] !== depth) throw unequalDepth(query, key)
    refuseFullDropout(p)
    return [queries, width]
  },
  weights: p => ({
    ...(p.useScale && { scale: one }),
    ...(p.scoreMode === 'concat' && { concatScoreWeight: one }),
  }),
  macs: (_, [query, value, key]) => {
    const [queries, depth] = sequence(query)
    return queries * sequence(key)[0] * (depth + sequence(value)[1])
  },
  reach: () => null,
  summary: p =>
    joined(
      p.scoreMode === 'concat' && 'concat',
      p.useCausalMask && 'causal',
      p.useScale && 'scaled',
    ),
  explain: (p, [query, value, key]) => {
    const [queries, depth] = sequence(query)
    const [values, width] = sequence(value)
    sequence(key)
    const learned = Number(p.useScale) + Number(p.scoreMode === 'concat')
    return [
      scoresRow(1, queries, values),
      ...(learned > 0 ? [explainParameters(Array(learned).fill(1).join(' + '), learned)] : []),
      explainMacs(`${queries}·${values}·(${depth} + ${width})`, queries * values * (depth + width)),
    ]
  },
  lower: (g, p, [query, value, key], { inputs }) => {
    const [, depth] = sequence(inputs[0])
    const raw = scoresOf(g, p, g.compute(query), g.compute(key))
    const divisor = g.constant(1 / Math.sqrt(depth), { type: raw.type })
    const scores = p.divideByRoot ? g.op('Mul', [raw, divisor]) : raw
    return weigh(g, scores, g.compute(value), p)
  },
  tfjs: (_, args) => ownLayer('attention', args),
  keras: (p, args) => {
    const { divideByRoot: _, useCausalMask: __, ...rest } = args
    return p.divideByRoot || p.useCausalMask
      ? ownKeras('ScaledAttention', args)
      : call('Attention', rest, { weights: true })
  },
  pytorch: torchAttention,
})

const one: Weight = { shape: [], initializer: 'ones' }

function unequalDepth(query: Shape, key: Shape): LayerError {
  return new LayerError(
    'shapes-differ',
    `The query is ${times(query)} and the key ${times(key)}; they need as many features. Put a dense layer of ${query[1]} units before the key.`,
  )
}

interface Mode {
  readonly useScale: boolean
  readonly scoreMode: 'dot' | 'concat'
}

function scoresOf(g: Graph, p: Mode, query: Value, key: Value): Value {
  const scaled = (x: Value) => (p.useScale ? g.op('Mul', [x, g.weight('scale')]) : x)
  if (p.scoreMode === 'dot') return scaled(g.op('BatchMatMulV2', [query, key], { adj_y: true }))
  const [, queries = 1, depth = 1] = query.shape
  const [, keys = 1] = key.shape
  const spread = (x: Value, sizes: Shape) =>
    g.op('Reshape', [x, g.constant([-1, ...sizes], { type: 'int32' })])
  const pairs = g.op('AddV2', [spread(query, [queries, 1, depth]), spread(key, [1, keys, depth])])
  const sums = g.op('Sum', [g.op('Tanh', [scaled(pairs)]), g.constant([3], { type: 'int32' })])
  return g.op('Mul', [sums, g.weight('concatScoreWeight')])
}
