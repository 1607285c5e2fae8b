// What the depthwise and the separable convolutions share.
import {
  activationParam,
  biasWeight,
  convolve,
  explainMacs,
  explainParameters,
  explainWindow,
  filters,
  finish,
  joined,
  type LearnedValues,
  named,
  onSpace,
  padFor,
  trainable,
  useBias,
  type WindowValues,
  windowOf,
  windowParams,
} from './convolution.ts'
import type { Shape, Weight } from './define.ts'
import { framed } from './framed.ts'
import type { Graph, Value } from './graph.ts'
import { int } from './parameters.ts'
import { product } from './sizes.ts'
import { spaceOf } from './space.ts'
import type { Rank } from './spatial.ts'
import { torchDepthwise, torchSeparable } from './torch-convolution.ts'
import { said, type WeightValues, weightParameters } from './weight-parameters.ts'
import { skippedPixels, slide, unreadPixels, windowReach, windowSummary } from './window.ts'

interface DepthwiseValues extends WindowValues, LearnedValues, WeightValues<'depthwise'> {
  readonly depthMultiplier: number
}

interface SeparableValues extends DepthwiseValues, WeightValues<'pointwise'> {
  readonly filters: number
}

/** All of a depthwise convolution's declaration but its names, its help and its calls. */
export function depthwiseConvolution<R extends Rank>(rank: R) {
  type P = DepthwiseValues
  return {
    group: 'convolution',
    inputs: 'one',
    params: {
      ...windowParams(rank),
      depthMultiplier: int('Depth multiplier', 1, { help: 'Output channels per input channel.' }),
      activation: activationParam,
      useBias,
      ...weightParameters('depthwise', 'Kernel', 'glorotUniform', { slides: true }),
      ...weightParameters('bias', 'Bias', 'zeros'),
      trainable,
    },
    starts: { kernelSize: 3, padding: 'same' },
    shape: (p: P, [x]: readonly [Shape]) => [...slide(x, windowOf(p)), between(p, x)],
    weights: (p: P, [x]: readonly [Shape]) => ({
      kernel: depthwiseWeight(p, x),
      ...biasWeight(p, between(p, x)),
    }),
    macs: (p: P, _: readonly [Shape], output: Shape) => product(p.kernelSize) * product(output),
    reach: (p: P, x: Shape) => windowReach(windowOf(p), x),
    remarks,
    summary: (p: P) =>
      joined(
        windowSummary(windowOf(p)),
        p.depthMultiplier > 1 && `×${p.depthMultiplier}`,
        named(p.activation),
      ),
    explain: (p: P, [x]: readonly [Shape], output: Shape | null) => {
      const [, channels] = spaceOf(x, rank)
      const outputs = between(p, x)
      const window = p.kernelSize.join('·')
      const bias = p.useBias ? outputs : 0
      const each = `${channels}·${p.depthMultiplier}`
      return [
        ...explainWindow(windowOf(p), x, output),
        { quantity: 'Channels', formula: each, result: String(outputs) },
        explainParameters(
          `${window}·${each}${bias > 0 ? ` + ${bias}` : ''}`,
          product(p.kernelSize) * outputs + bias,
        ),
        explainMacs(
          `${output?.join('·')} · ${window}`,
          output && product(p.kernelSize) * product(output),
        ),
      ]
    },
    lower: (g: Graph, p: P, [x]: readonly [Value]) => {
      const frame = framed(g, x, p)
      const y = depthwise(g, frame.x, frame.weight('kernel'), frame.p)
      return frame.done(finish(g, y, p))
    },
    pytorch: torchDepthwise(rank),
  } as const
}

/** All of a separable convolution's declaration but its names, its help and its calls. */
export function separableConvolution<R extends Rank>(rank: R) {
  type P = SeparableValues
  return {
    group: 'convolution',
    inputs: 'one',
    params: {
      filters,
      ...windowParams(rank),
      depthMultiplier: int('Depth multiplier', 1, {
        help: 'Channels between the two steps, per input channel.',
      }),
      activation: activationParam,
      useBias,
      ...weightParameters('depthwise', 'Depthwise', 'glorotUniform', { slides: true }),
      ...weightParameters('pointwise', 'Pointwise', 'glorotUniform'),
      ...weightParameters('bias', 'Bias', 'zeros'),
      trainable,
    },
    starts: { filters: 32, kernelSize: 3, padding: 'same', activation: 'relu' },
    shape: (p: P, [x]: readonly [Shape]) => [...slide(x, windowOf(p)), p.filters],
    weights: (p: P, [x]: readonly [Shape]) => ({
      depthwiseKernel: depthwiseWeight(p, x),
      pointwiseKernel: {
        shape: [...p.kernelSize.map(() => 1), between(p, x), p.filters],
        ...said('pointwise', p),
        trainable: p.trainable,
        decay: true,
      },
      ...biasWeight(p, p.filters),
    }),
    macs: (p: P, [x]: readonly [Shape], output: Shape) =>
      product(output.slice(0, rank)) * between(p, x) * (product(p.kernelSize) + p.filters),
    reach: (p: P, x: Shape) => windowReach(windowOf(p), x),
    remarks,
    summary: (p: P) =>
      joined(
        p.filters,
        windowSummary(windowOf(p)),
        p.depthMultiplier > 1 && `×${p.depthMultiplier}`,
        named(p.activation),
      ),
    explain: (p: P, [x]: readonly [Shape], output: Shape | null) => {
      const inner = between(p, x)
      const bias = p.useBias ? p.filters : 0
      const cost = product(p.kernelSize) + p.filters
      const each = `${p.kernelSize.join('·')}·${inner} + ${inner}·${p.filters}`
      const positions = output?.slice(0, rank)
      return [
        ...explainWindow(windowOf(p), x, output),
        { quantity: 'Channels', formula: 'filters', result: String(p.filters) },
        explainParameters(`${each}${bias > 0 ? ` + ${bias}` : ''}`, inner * cost + bias),
        explainMacs(
          `${positions?.join('·')} · (${each})`,
          positions ? product(positions) * inner * cost : null,
        ),
      ]
    },
    lower: (g: Graph, p: P, [x]: readonly [Value]) => {
      const frame = framed(g, x, p)
      const apart = depthwise(g, frame.x, frame.weight('depthwiseKernel'), frame.p)
      const mixed = g.op('Conv2D', [apart, frame.weight('pointwiseKernel')], {
        strides: onSpace([1, 1]),
        padding: 'VALID',
        dilations: onSpace([1, 1]),
      })
      return frame.done(finish(g, mixed, p))
    },
    pytorch: torchSeparable(rank),
  } as const
}

/** Channels after the depthwise step. */
function between(p: DepthwiseValues, x: Shape): number {
  return spaceOf(x, p.kernelSize.length)[1] * p.depthMultiplier
}

function depthwiseWeight(p: DepthwiseValues, x: Shape): Weight {
  const [, channels] = spaceOf(x, p.kernelSize.length)
  return {
    shape: [...p.kernelSize, channels, p.depthMultiplier],
    ...said('depthwise', p),
    trainable: p.trainable,
    decay: true,
  }
}

function remarks(p: WindowValues, [x]: readonly [Shape]) {
  return [...unreadPixels(x, windowOf(p)), ...skippedPixels(windowOf(p))]
}

/**
 * Every channel under its own m windows; channel c gives outputs c·m … c·m + m − 1.
 * DepthwiseConv2dNative has a wrong gradient where it is dilated, without any error, and takes one
 * stride for both axes. Both go through Conv2D with one group a channel, whose kernel is the same
 * numbers in the same order: [k, k, C, m] read as [k, k, 1, C·m].
 */
export function depthwise(g: Graph, x: Value, kernel: Value, p: WindowValues): Value {
  const isDilated = p.dilationRate.some(rate => rate > 1)
  const [rows = 1, columns = 1, channels = 1, multiplier = 1] = kernel.shape
  const [down = 1, across = 1] = p.strides
  // A single row has one window, whatever its stride.
  const isRow = x.shape[1] === 1 && rows === 1
  if (!isDilated && (isRow || down === across)) {
    const [padded, padding] = padFor(g, x, p)
    const attributes = { strides: onSpace([across, across]), padding }
    return g.op('DepthwiseConv2dNative', [padded, kernel], attributes)
  }
  const sizes = g.constant([rows, columns, 1, channels * multiplier], { type: 'int32' })
  return convolve(g, x, g.op('Reshape', [kernel, sizes]), p)
}
