// One step after another, as operations of the graph: no loop, whose gradient would need a stack of its own.
import type { Graph, Value } from './graph.ts'

/** The weights of one direction. */
export interface DirectionWeights {
  readonly kernel: Value
  readonly recurrentKernel: Value
  readonly bias: Value | null
}

/** What one direction makes of a sequence, in the order in which it read. */
export interface States {
  sequence(): Value
  last(): Value
}

export type Run = (x: Value, weights: DirectionWeights, backwards: boolean) => States

/** A sequence from its other end. */
export function reversed(g: Graph, values: Value): Value {
  return g.op('ReverseV2', [values, g.constant([1], { type: 'int32' })])
}

/** x·kernel + bias for all positions at once, then one value per position in the order of reading. */
export function inputSteps(
  g: Graph,
  x: Value,
  { kernel, bias }: { readonly kernel: Value; readonly bias: Value | null },
  backwards: boolean,
): readonly Value[] {
  const [, positions = 1, features = 1] = x.shape
  const columns = kernel.shape[1] ?? 1
  const int32 = (values: readonly number[]) => g.constant(values, { type: 'int32' })
  const rows = g.op('Reshape', [x, int32([-1, features])])
  const product = g.op('MatMul', [rows, kernel])
  const biased = bias ? g.op('BiasAdd', [product, bias]) : product
  const whole = g.op('Reshape', [biased, int32([-1, positions, columns])])
  const steps = g.outputs('Unpack', [whole], { num: positions, axis: 1 })
  return backwards ? [...steps].reverse() : steps
}

/** One state after another; before the first there is none, which stands for zeros. */
export function unroll(
  g: Graph,
  steps: readonly Value[],
  step: (input: Value, before: Value | null) => Value,
): States {
  const states: Value[] = []
  for (const input of steps) states.push(step(input, states.at(-1) ?? null))
  return {
    sequence: () => g.op('Pack', states, { axis: 1 }),
    last: () => {
      const last = states.at(-1)
      if (!last) throw new Error('a sequence has a position')
      return last
    },
  }
}

/** A value cut along its last axis into gates of these sizes. */
export function cut(g: Graph, value: Value, sizes: readonly number[]): readonly Value[] {
  const axis = g.constant(value.shape.length - 1, { type: 'int32' })
  const lengths = g.constant(sizes, { type: 'int32' })
  return g.outputs('SplitV', [value, lengths, axis], { num_split: sizes.length })
}

export function plus(g: Graph, a: Value, b: Value | null): Value {
  return b ? g.op('AddV2', [a, b]) : a
}

/** The state through the recurrent kernel; nothing where there is no state yet. */
export function recur(g: Graph, before: Value | null, kernel: Value): Value | null {
  return before && g.op('MatMul', [before, kernel])
}
