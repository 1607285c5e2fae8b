// Kernels learned as directions and lengths: w = gain·v ÷ ‖v‖ for each filter (Salimans and Kingma, 2016).
import type { Weight } from './define.ts'
import type { Graph, Value } from './graph.ts'
import { flag } from './parameters.ts'

export const weightNormalization = flag('Weight normalization', false, {
  help: 'Learns the length of every filter apart from its direction: kernel = gain·v ÷ ‖v‖, gain from 1. Salimans and Kingma, 2016.',
})

interface Values {
  readonly weightNormalization: boolean
  readonly trainable: boolean
}

/** The lengths, one per output; nothing where kernels are learned as they are. */
export function gainWeight(p: Values, units: number): Record<string, Weight> {
  if (!p.weightNormalization) return {}
  return { gain: { shape: [units], initializer: 'ones', trainable: p.trainable } }
}

/** What the parameter count adds beside the kernel: gain and bias, each as many numbers as outputs. */
export function addedPerFilter(
  p: { readonly weightNormalization: boolean; readonly useBias: boolean },
  units: number,
): readonly number[] {
  return [p.weightNormalization, p.useBias].filter(Boolean).map(() => units)
}

/** The kernel that the layer multiplies with. Its norm is taken in float32. */
export function kernelOf(g: Graph, p: Values): Value {
  if (!p.weightNormalization) return g.weight('kernel')
  const direction = g.weight('kernel', 'full')
  const axes = direction.shape.slice(0, -1).map((_, axis) => axis)
  const square = g.op('Sum', [g.op('Square', [direction]), g.constant(axes, { type: 'int32' })])
  // A kernel of zeros has no direction, and stays one of zeros.
  const length = g.op('Sqrt', [g.op('Maximum', [square, g.constant(1e-12)])])
  const factor = g.op('RealDiv', [g.weight('gain', 'full'), length])
  return g.compute(g.op('Mul', [direction, factor]))
}
