// Dilation written into a kernel, where TensorFlow's operation cannot be trusted with it.
import type { Graph, Value } from './graph.ts'
import { span } from './window.ts'

type Numbers = readonly number[]

/**
 * Kernel and rates that Conv3D and its gradients take. With rates that differ its shape rule mixes up the
 * axes (TensorFlow 2.21): then zeros between the kernel's taps say the same, at a higher cost.
 */
export function dilatedKernel(
  g: Graph,
  kernel: Value,
  rates: Numbers,
): readonly [kernel: Value, rates: Numbers] {
  if (rates.length < 3 || rates.every(rate => rate === rates[0])) return [kernel, rates]
  const spread = rates.reduce((made, rate, axis) => spreadAxis(g, made, axis, rate), kernel)
  return [spread, rates.map(() => 1)]
}

/** rate − 1 zeros between the positions of an axis. */
function spreadAxis(g: Graph, kernel: Value, axis: number, rate: number): Value {
  const size = kernel.shape[axis] ?? 1
  if (rate === 1 || size === 1) return kernel
  const [before, after] = [kernel.shape.slice(0, axis), kernel.shape.slice(axis + 1)]
  const numbers = (values: Numbers) => g.constant(values, { type: 'int32' })
  const split = g.op('Reshape', [kernel, numbers([...before, size, 1, ...after])])
  const sides = split.shape.flatMap((_, at) => [0, at === axis + 1 ? rate - 1 : 0])
  const shape = [split.shape.length, 2]
  const padded = g.op('Pad', [split, g.constant(sides, { type: 'int32', shape })])
  const whole = g.op('Reshape', [padded, numbers([...before, size * rate, ...after])])
  const kept = [...before, span(size, rate), ...after]
  return g.op('Slice', [whole, numbers(kept.map(() => 0)), numbers(kept)])
}
