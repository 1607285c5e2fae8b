// What the layers share whose windows each have a kernel of their own. Weights as Keras 2 names and shapes them.

import { activate } from './activations.ts'
import {
  activationParam,
  explainMacs,
  explainParameters,
  explainWindow,
  filters,
  joined,
  type LearnedValues,
  named,
  trainable,
  useBias,
  type WindowValues,
  windowOf,
  windowParams,
} from './convolution.ts'
import type { Shape, Weight } from './define.ts'
import { framed } from './framed.ts'
import type { Graph, Value } from './graph.ts'
import { patches } from './patches.ts'
import { product } from './sizes.ts'
import { spaceOf } from './space.ts'
import type { Rank } from './spatial.ts'
import { torchLocal } from './torch-convolution.ts'
import { said, type WeightValues, weightParameters } from './weight-parameters.ts'
import {
  bordersOf,
  skippedPixels,
  slide,
  unreadPixels,
  type Window,
  windowReach,
  windowSummary,
} from './window.ts'

interface P extends Omit<WindowValues, 'dilationRate'>, LearnedValues, WeightValues<'kernel'> {
  readonly filters: number
}

function undilated(p: P): P & WindowValues {
  return { ...p, dilationRate: p.kernelSize.map(() => 1) }
}

function windowOfLocal(p: P): Window {
  return windowOf(undilated(p))
}

/** All of the declaration but its names, its help and its calls. */
export function locallyConnected<R extends Rank>(rank: R) {
  const { kernelSize, strides, padding } = windowParams(rank)
  return {
    group: 'convolution',
    inputs: 'one',
    params: {
      filters,
      kernelSize,
      strides,
      padding,
      activation: activationParam,
      useBias,
      ...weightParameters('kernel', 'Kernel', 'glorotUniform'),
      ...weightParameters('bias', 'Bias', 'zeros'),
      trainable,
    },
    starts: { filters: 16, kernelSize: 3, activation: 'relu' },
    shape: (p: P, [x]: readonly [Shape]) => [...slide(x, windowOfLocal(p)), p.filters],
    weights,
    macs: (p: P, [x]: readonly [Shape], output: Shape) => read(p, x) * product(output),
    // The product's gradient reads the windows, side by side, not the input.
    keeps: (p: P, [x]: readonly [Shape], output: Shape) => ({
      extra: product(output.slice(0, -1)) * read(p, x),
    }),
    reach: (p: P, x: Shape) => windowReach(windowOfLocal(p), x),
    remarks: (p: P, [x]: readonly [Shape]) => [
      ...unreadPixels(x, windowOfLocal(p)),
      ...skippedPixels(windowOfLocal(p)),
    ],
    summary: (p: P) => joined(p.filters, windowSummary(windowOfLocal(p)), named(p.activation)),
    explain,
    lower,
    pytorch: torchLocal(rank),
  } as const
}

/** Numbers that one window reads. */
function read(p: P, x: Shape): number {
  return product(p.kernelSize) * spaceOf(x, p.kernelSize.length)[1]
}

function weights(p: P, [x]: readonly [Shape]): Record<string, Weight> {
  const positions = slide(x, windowOfLocal(p))
  const kernel: Weight = {
    shape: [product(positions), read(p, x), p.filters],
    ...said('kernel', p),
    trainable: p.trainable,
    decay: true,
  }
  if (!p.useBias) return { kernel }
  const bias: Weight = {
    shape: [...positions, p.filters],
    ...said('bias', p),
    trainable: p.trainable,
  }
  return { kernel, bias }
}

function explain(p: P, [x]: readonly [Shape], output: Shape | null) {
  const inside = [...p.kernelSize, spaceOf(x, p.kernelSize.length)[1]].join('·')
  const outputs = output === null ? null : product(output)
  const sizes = output?.join('·')
  return [
    ...explainWindow(windowOfLocal(p), x, output),
    { quantity: 'Channels', formula: 'filters', result: String(p.filters) },
    ...(outputs === null
      ? []
      : [
          explainParameters(
            `${sizes} · ${inside}${p.useBias ? ` + ${sizes}` : ''}`,
            outputs * (read(p, x) + (p.useBias ? 1 : 0)),
          ),
        ]),
    explainMacs(`${sizes} · ${inside}`, outputs && outputs * read(p, x)),
  ]
}

/** One product of matrices per position: its windows of all examples with its own kernel. */
function lower(
  g: Graph,
  p: P,
  [input]: readonly [Value],
  { output }: { readonly output: Shape },
): Value {
  const { x, p: flat } = framed(g, input, undilated(p))
  const window = windowOf(flat)
  const read = patches(g, x, window, bordersOf(window, x.shape.slice(1)))
  const numbers = (values: readonly number[]) => g.constant(values, { type: 'int32' })
  const positions = product(output.slice(0, -1))
  const rows = g.op('Reshape', [read, numbers([-1, positions, read.shape.at(-1) ?? 1])])
  // Positions first, and back: a product has the examples as its rows.
  const turn = numbers([1, 0, 2])
  const products = g.op('BatchMatMulV2', [g.op('Transpose', [rows, turn]), g.weight('kernel')])
  const turned = g.op('Transpose', [products, turn])
  const shaped = g.op('Reshape', [turned, numbers([-1, ...output])])
  const biased = p.useBias ? g.op('AddV2', [shaped, g.weight('bias')]) : shaped
  return activate(g, biased, p.activation)
}
