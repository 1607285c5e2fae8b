// What the gradient of a layer reads again: it stays in memory from the forward until the backward pass.
import type { Kept, Shape } from '../layers/define.ts'
import { elements, type Facts, perPort } from './facts.ts'
import type { Layer } from './network.ts'

const nothing: Kept = {}
const input: Kept = { input: true }
const output: Kept = { output: true }
const both: Kept = { input: true, output: true }

/** Layers whose gradient needs no numbers of the forward pass: sums, means, and what only moves numbers. */
const linear = new Set([
  'add',
  'subtract',
  'average',
  'concatenate',
  'averagePooling1d',
  'averagePooling2d',
  'averagePooling3d',
  'globalAveragePooling1d',
  'globalAveragePooling2d',
  'globalAveragePooling3d',
])

/** Activations whose gradient is computed from their output. */
const fromOutput = new Set(['relu', 'relu6', 'leakyRelu', 'elu', 'selu', 'sigmoid', 'tanh'])

/** By the facts that it follows from, which many layers share. */
const known = new WeakMap<Facts, Kept>()

export function keptBy(layer: Layer): Kept {
  const before = known.get(layer.facts)
  if (before) return before
  const kept = findKept(layer)
  known.set(layer.facts, kept)
  return kept
}

function findKept(layer: Layer): Kept {
  const { declaration, params, inputShapes, outputShapes } = layer
  const [shape] = outputShapes ?? []
  if (!declaration || !params || !shape || declaration.view) return nothing
  if (declaration.keeps) return declaration.keeps(params, perPort(inputShapes), shape)
  if (declaration.macs && declaration.group !== 'attention') return keptByProduct(layer, shape)
  if (linear.has(layer.type) || declaration.group === 'input') return nothing
  switch (declaration.group) {
    case 'shape':
      return nothing
    case 'activation':
      return keptByActivation(params.activation ?? layer.type, shape)
    case 'normalization':
      return keptByNormalization(layer.type, shape)
    case 'attention':
      return keptByAttention(layer)
    case 'regularization':
      // The mask, in as many numbers as the output.
      return { extra: elements(shape) }
    case 'pooling':
      return paddedInput(layer, both)
    default:
      return both
  }
}

/**
 * Batch normalization is one operation; the others centre and scale in two, each kept. A local response is divided by the
 * power 3/4 of the sum over its neighbours: of 1 ÷ its root, the root of that, and what the two make, each kept too.
 */
function keptByNormalization(type: string, shape: Shape): Kept {
  if (type === 'batchNormalization') return input
  if (type === 'localResponseNormalization') return { ...both, extra: 3 * elements(shape) }
  return { extra: 2 * elements(shape) }
}

/**
 * Queries, keys, values and what they give; for every head all pairs of positions: what the softmax gave, written over
 * its scores, and with a dropout its scaled mask and what that left. The gradient makes two more, behind the softmax and
 * before it; with a dropout one, because mask and product are gone by the second.
 */
function keptByAttention({ params, inputShapes }: Layer): Kept {
  const [queries = [], values = queries] = inputShapes
  const [heads, width] = [Number(params?.numHeads ?? 1), Number(params?.keyDim ?? queries.at(-1))]
  const positions = [queries, values].map(shape => elements(shape.slice(0, -1)))
  const [from = 1, to = 1] = positions
  const pairs = heads * from * to
  const [staying, passing] = Number(params?.dropout ?? 0) > 0 ? [3, 1] : [1, 2]
  const extra = 2 * heads * width * (from + to) + staying * pairs
  return { input: true, extra, passing: passing * pairs }
}

/** A convolution's or dense layer's weights read the input, its activation mostly the output. */
function keptByProduct(layer: Layer, shape: Shape): Kept {
  const products = layer.facts.trainableCount > 0 ? paddedInput(layer, input) : nothing
  const activation = keptByActivation(layer.params?.activation ?? 'linear', shape)
  return {
    input: products.input ?? false,
    output: (activation.output ?? false) || (activation.input ?? false),
    extra: (products.extra ?? 0) + (activation.extra ?? 0) + betweenProducts(layer, shape),
  }
}

/** What the channels of a separable convolution give apart is what its 1×1 kernel reads. */
function betweenProducts({ weights }: Layer, output: Shape): number {
  const [channels = 0, filters = 1] = weights.pointwiseKernel?.shape.slice(-2) ?? []
  return (elements(output) / filters) * channels
}

function keptByActivation(activation: unknown, shape: Shape): Kept {
  if (activation === 'linear') return nothing
  if (fromOutput.has(String(activation)) || activation === 'softmax') return output
  // Both factors of its product, and the value behind the error function.
  if (activation === 'gelu') return { extra: 3 * elements(shape) }
  // Of several operations: the value before, and a factor of the product after it.
  return { input: true, extra: elements(shape) }
}

/** Zeros in numbers are put around a copy of the input, which is then what is kept. */
function paddedInput({ params, inputShapes }: Layer, kept: Kept): Kept {
  const padding = params?.padding
  const [shape = []] = inputShapes
  if (!Array.isArray(padding) || isSame(params)) return kept
  const sizes = shape.map((size, axis) => {
    const sides: unknown = padding[axis]
    return Array.isArray(sides)
      ? sides.reduce((sum: number, side) => sum + Number(side), size)
      : size
  })
  const copied = elements(sizes)
  return copied === elements(shape) ? kept : { ...kept, input: false, extra: copied }
}

/** Where TensorFlow's own SAME pads as much, nothing is copied. */
function isSame(params: Layer['params']): boolean {
  const sizes = params?.kernelSize ?? params?.poolSize
  const { padding, strides, dilationRate } = params ?? {}
  if (!Array.isArray(sizes) || !Array.isArray(padding)) return false
  return sizes.every((size, axis) => {
    const rate = Array.isArray(dilationRate) ? Number(dilationRate[axis]) : 1
    const step = Array.isArray(strides) ? Number(strides[axis]) : Number(size)
    const border = (Number(size) - 1) * rate
    const sides: unknown = padding[axis]
    return step === 1 && Array.isArray(sides) && sides.every(side => Number(side) * 2 === border)
  })
}
