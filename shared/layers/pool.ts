// TensorFlow's two-dimensional poolings over one, two or three spatial axes.
import { isSame, paddings, padWithZeros } from './convolution.ts'
import type { Graph, Value } from './graph.ts'
import { type PoolingValues, poolingWindow } from './pooling.ts'
import { product } from './sizes.ts'
import { isNone } from './tfjs.ts'

/** Less than every number that a network computes, and finite in bfloat16 too. */
const lowest = -3e38

/** The largest number of every window; padding never wins. */
export function maxPool(g: Graph, x: Value, p: PoolingValues): Value {
  if (isSame(poolingWindow(p))) return slideOver(g, 'MaxPool', x, p, 'SAME')
  if (typeof p.padding === 'string' || isNone(p.padding))
    return slideOver(g, 'MaxPool', x, p, 'VALID')
  // MaxPool's own EXPLICIT padding is five times slower than PadV2 before VALID.
  const border = g.constant(lowest, { type: x.type })
  const padded = g.op('PadV2', [x, paddings(g, p.padding), border])
  return slideOver(g, 'MaxPool', padded, p, 'VALID')
}

/** The mean of every window: zeros of a padding in numbers count, the padding of `same` does not. */
export function averagePool(g: Graph, x: Value, p: PoolingValues): Value {
  if (p.padding === 'same') return slideOver(g, 'AvgPool', x, p, 'SAME')
  const padded = p.padding === 'valid' || isNone(p.padding) ? x : padWithZeros(g, x, p.padding)
  return slideOver(g, 'AvgPool', padded, p, 'VALID')
}

type Operation = 'MaxPool' | 'AvgPool'
type Edges = 'SAME' | 'VALID'

function slideOver(g: Graph, type: Operation, x: Value, p: PoolingValues, edges: Edges): Value {
  const { size, strides } = poolingWindow(p)
  const [depth = 1, ...plane] = size
  const [step = 1, ...steps] = strides
  if (size.length === 1) return slideAlong(g, type, x, depth, step, edges)
  if (size.length === 2) return slidePlane(g, type, x, size, strides, edges)
  // A volume plane by plane, then along its depth: the mean of means of equally many, at a border too.
  const [, planes = 1, ...rest] = x.shape
  const flat = slidePlane(g, type, reshape(g, x, rest), plane, steps, edges)
  const inner = flat.shape.slice(1)
  return slideAlong(g, type, reshape(g, flat, [planes, ...inner]), depth, step, edges)
}

/** Windows along the first axis after the batch; the positions beside it stay apart. */
function slideAlong(
  g: Graph,
  type: Operation,
  x: Value,
  size: number,
  stride: number,
  edges: Edges,
): Value {
  if (size === 1 && stride === 1) return x
  const [, length = 1, ...rest] = x.shape
  const channels = rest.at(-1) ?? 1
  const beside = product(rest.slice(0, -1))
  const table = reshape(g, x, [length, beside, channels])
  const result = slidePlane(g, type, table, [size, 1], [stride, 1], edges)
  return reshape(g, result, [result.shape[1] ?? 1, ...rest])
}

function slidePlane(
  g: Graph,
  type: Operation,
  x: Value,
  size: readonly number[],
  strides: readonly number[],
  edges: Edges,
): Value {
  if ([...size, ...strides].every(number => number === 1)) return x
  return g.op(type, [x], { ksize: [1, ...size, 1], strides: [1, ...strides, 1], padding: edges })
}

function reshape(g: Graph, x: Value, sizes: readonly number[]): Value {
  if (x.shape.length === sizes.length + 1 && sizes.every((size, at) => size === x.shape[at + 1]))
    return x
  return g.op('Reshape', [x, g.constant([-1, ...sizes], { type: 'int32' })])
}
