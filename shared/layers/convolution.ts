// What the convolution layers share: parameters, lowering of padding, and summaries.
import { type Activation, activate, activations } from './activations.ts'
import type { Explanation, Shape, Weight } from './define.ts'
import type { Graph, Value } from './graph.ts'
import { type InitializerName, initializerParameter } from './initializers.ts'
import { choice, flag, int } from './parameters.ts'
import { counted } from './sizes.ts'
import { sizeNameOf, spaceOf } from './space.ts'
import { type Padding, type Pair, padding, type Rank, tuple } from './spatial.ts'
import { dilatedKernel } from './spread-kernel.ts'
import { said, type WeightValues, weightParameters } from './weight-parameters.ts'
import { roundedFrom, slideFormula, span, type Window, zerosOf } from './window.ts'

export const activationParam = choice('Activation', activations, 'linear')
export const useBias = flag('Bias', true, { help: 'Adds one learned number per output channel.' })
export const trainable = flag('Trainable', true, { help: 'Off: the weights stay as they are.' })

/** Of a weight that has no further parameters. */
export function initializer(label: string, value: InitializerName) {
  return initializerParameter(label, value)
}

/** Number of output channels. */
export const filters = int('Filters', 32, { required: true })

export function windowParams<R extends Rank>(rank: R) {
  return {
    kernelSize: tuple(rank, 'Kernel', 3, { required: true }),
    strides: tuple(rank, 'Strides', 1),
    padding: padding('valid', rank),
    dilationRate: tuple(rank, 'Dilation', 1),
  }
}

export function convolutionParams<R extends Rank>(rank: R) {
  return {
    filters,
    ...windowParams(rank),
    groups: int('Groups', 1, {
      help: 'Splits the channels into parts that do not see each other.',
    }),
    activation: activationParam,
    useBias,
    ...weightParameters('kernel', 'Kernel', 'glorotUniform', { slides: true }),
    ...weightParameters('bias', 'Bias', 'zeros'),
    trainable,
  }
}

export interface WindowValues {
  readonly kernelSize: readonly number[]
  readonly strides: readonly number[]
  readonly padding: Padding
  readonly dilationRate: readonly number[]
}

/** What every layer with weights and an activation has. */
export interface LearnedValues extends WeightValues<'bias'> {
  readonly activation: Activation
  readonly useBias: boolean
  readonly trainable: boolean
}

export interface ConvolutionValues extends WindowValues, LearnedValues, WeightValues<'kernel'> {
  readonly filters: number
  readonly groups: number
}

export function windowOf(p: WindowValues): Window {
  return {
    size: p.kernelSize,
    strides: p.strides,
    dilation: p.dilationRate,
    padding: p.padding,
    sizeName: 'kernelSize',
  }
}

/** True where the window's taps lie apart: tfjs computes that, but has no gradient of it. */
export function isDilated(p: { readonly dilationRate: readonly number[] }): boolean {
  return p.dilationRate.some(rate => rate > 1)
}

export function biasWeight(
  p: Omit<LearnedValues, 'activation'>,
  units: number,
): Record<string, Weight> {
  if (!p.useBias) return {}
  return { bias: { shape: [units], ...said('bias', p), trainable: p.trainable } }
}

/** Adds the bias where there is one and applies the activation. */
export function finish(g: Graph, x: Value, p: { useBias: boolean; activation: Activation }): Value {
  const biased = p.useBias ? g.op('BiasAdd', [x, g.weight('bias')]) : x
  return activate(g, biased, p.activation)
}

/** True where TensorFlow's SAME adds exactly these zeros: stride 1 and (k − 1)·d/2 on every side. */
export function isSame(window: Window): boolean {
  const { padding, size, strides, dilation } = window
  if (padding === 'same') return true
  return size.every((length, axis) => {
    const border = span(length, dilation[axis] ?? 1) - 1
    const isHalf = zerosOf(window, axis).every(side => side * 2 === border)
    return padding !== 'valid' && strides[axis] === 1 && isHalf
  })
}

/**
 * The input and TensorFlow's padding word for a window. Explicit numbers become SAME where that is
 * equal, else a Pad before VALID: Conv2D's own EXPLICIT leaves the fast kernels.
 */
export function padFor(
  g: Graph,
  x: Value,
  p: WindowValues,
): readonly [padded: Value, padding: 'SAME' | 'VALID'] {
  const window = windowOf(p)
  if (isSame(window)) return [x, 'SAME']
  const sides = p.kernelSize.map((_, axis) => zerosOf(window, axis))
  return sides.flat().every(side => side === 0)
    ? [x, 'VALID']
    : [padWithZeros(g, x, sides), 'VALID']
}

export function padWithZeros(g: Graph, x: Value, sides: readonly Pair[]): Value {
  return g.op('Pad', [x, paddings(g, sides)])
}

export function paddings(g: Graph, sides: readonly Pair[]): Value {
  const shape = [sides.length + 2, 2]
  return g.constant([0, 0, ...sides.flat(), 0, 0], { type: 'int32', shape })
}

/** [1, rows, columns, 1]: strides and dilations as TensorFlow's channels-last operations want them. */
export function onSpace(values: readonly number[]): readonly number[] {
  return [1, ...values, 1]
}

/** A convolution over two axes or three; its groups follow from the kernel's channels. */
export function convolve(g: Graph, x: Value, kernel: Value, p: WindowValues): Value {
  const [padded, padding] = padFor(g, x, p)
  const [taps, rates] = dilatedKernel(g, kernel, p.dilationRate)
  const attributes = { strides: onSpace(p.strides), padding, dilations: onSpace(rates) }
  if (p.kernelSize.length === 2) return g.op('Conv2D', [padded, taps], attributes)
  const groups = (x.shape.at(-1) ?? 1) / (kernel.shape.at(-2) ?? 1)
  // Conv3D knows no groups on a CPU.
  const inputs = parts(g, padded, groups)
  const kernels = parts(g, taps, groups)
  const outputs = inputs.map((input, group) =>
    g.op('Conv3D', [input, kernels[group] ?? taps], attributes),
  )
  if (groups === 1) return outputs[0] ?? x
  return g.op('ConcatV2', [...outputs, g.constant(-1, { type: 'int32' })])
}

/** Equal parts of the last axis. */
function parts(g: Graph, value: Value, count: number): readonly Value[] {
  if (count === 1) return [value]
  const width = (value.shape.at(-1) ?? 1) / count
  const sizes = [...value.shape.slice(0, -1), width]
  return Array.from({ length: count }, (_, part) => {
    const begin = sizes.map((_, axis) => (axis === sizes.length - 1 ? part * width : 0))
    const numbers = (values: readonly number[]) => g.constant(values, { type: 'int32' })
    return g.op('Slice', [value, numbers(begin), numbers(sizes)])
  })
}

/** Rows of the Explain table that every window layer has. */
export function explainWindow(window: Window, x: Shape, output: Shape | null): Explanation[] {
  const rank = window.size.length
  return spaceOf(x, rank)[0].map((size, axis) => ({
    quantity: sizeNameOf(rank, axis),
    formula: slideFormula(size, window, axis) + roundedFrom(size, window, axis),
    result: output === null ? 'none' : String(output[axis]),
  }))
}

/** The Explain row of a parameter count: the written arithmetic, and what it comes to. */
export function explainParameters(formula: string, count: number): Explanation {
  return { quantity: 'Parameters', formula, result: counted(count) }
}

/** The Explain row of multiply-accumulates; `count` null while the layer has no output size. */
export function explainMacs(formula: string, count: number | null): Explanation {
  return count === null
    ? { quantity: 'MACs', formula: 'needs an output size', result: '–' }
    : { quantity: 'MACs', formula, result: counted(count) }
}

/** A card's second line: what is there, with dots between. */
export function joined(...parts: readonly (string | number | false | null)[]): string {
  return parts.filter(part => part !== false && part !== null && part !== '').join(' · ')
}

/** The activation as a card names it: nothing where there is none. */
export function named(activation: Activation): Activation | false {
  return activation !== 'linear' && activation
}
