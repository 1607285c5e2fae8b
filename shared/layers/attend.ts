// Scaled dot-product attention: softmax(Q·Kᵀ ÷ √d)·V (Vaswani et al., 2017), and what its layers share.
import { LayerError, type Shape } from './define.ts'
import type { Graph, Value } from './graph.ts'
import { flag, number } from './parameters.ts'
import { tokens } from './sequence.ts'
import { times } from './sizes.ts'

/** The order in which Keras takes them. */
export const attentionInputs = ['query', 'value', 'key'] as const

/** One wire is self-attention; two read the keys from the values, as in Keras. */
export const unwiredAttention = { value: 'query', key: 'value' } as const

export const attentionParams = {
  dropout: number('Dropout', 0, {
    help: 'The share of attention weights that is dropped in training.',
    minimum: 0,
    maximum: 1,
  }),
  useCausalMask: flag('Causal mask', false, {
    help: 'A position sees itself and those before it only.',
  }),
}

interface Options {
  readonly dropout: number
  readonly useCausalMask: boolean
}

/** Positions of the queries and of the values; throws where keys and values do not pair up. */
export function attentionPositions(
  query: Shape,
  value: Shape,
  key: Shape,
): readonly [queries: number, values: number] {
  const [queries] = tokens(query)
  const [values] = tokens(value)
  tokens(key)
  if (query.length !== value.length || times(value.slice(0, -1)) !== times(key.slice(0, -1)))
    throw new LayerError(
      'shapes-differ',
      `The query is ${times(query)}, the value ${times(value)} and the key ${times(key)}; value and key need the same positions, and all three as many axes. Wire the same layer to value and key.`,
    )
  return [queries, values]
}

export function refuseFullDropout(p: Options): void {
  if (p.dropout < 1) return
  throw new LayerError('drops-everything', 'A dropout of 1 drops every attention weight.', [
    { label: 'Use dropout 0.1', repair: { kind: 'setParams', params: { dropout: 0.1 } } },
  ])
}

/** softmax(scores)·values over the last two axes; the softmax in float32. */
export function weigh(g: Graph, scores: Value, values: Value, p: Options): Value {
  const [queries = 1, keys = 1] = scores.shape.slice(-2)
  const wide = g.full(scores)
  const seen = p.useCausalMask ? hideLater(g, wide, queries, keys) : wide
  const weights = dropped(g, g.op('Softmax', [seen]), p.dropout)
  return g.op('BatchMatMulV2', [g.compute(weights), values])
}

/** Where the key comes after the query, a score whose exponential is 0. */
function hideLater(g: Graph, scores: Value, queries: number, keys: number): Value {
  const count = (size: number, shape: readonly number[]) =>
    g.constant(
      Array.from({ length: size }, (_, index) => index),
      { type: 'int32', shape },
    )
  const isSeen = g.op('GreaterEqual', [count(queries, [queries, 1]), count(keys, [1, keys])])
  return g.op('SelectV2', [isSeen, scores, g.constant(-1e9)])
}

function dropped(g: Graph, weights: Value, rate: number): Value {
  if (!g.training || rate === 0) return weights
  const kept = g.op('GreaterEqual', [g.random('uniform', weights), g.constant(rate)])
  const scale = g.constant(1 / (1 - rate))
  return g.op('Mul', [weights, g.op('Mul', [g.full(kept), scale])])
}
