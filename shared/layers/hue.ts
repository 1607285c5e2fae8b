// Hue, saturation and value of red, green and blue (Smith, 1978), in arithmetic that has a gradient.
import { least, less, most, over, plus, times } from './augmenting.ts'
import type { Graph, Value } from './graph.ts'

function extreme(g: Graph, operation: 'Max' | 'Min', x: Value): Value {
  return g.op(operation, [x, g.constant([3], { type: 'int32' })], { keep_dims: true })
}

function channel(g: Graph, x: Value, index: number): Value {
  const int32 = (numbers: readonly number[]) => g.constant(numbers, { type: 'int32' })
  return g.op('Slice', [x, int32([0, 0, 0, index]), int32([-1, -1, -1, 1])])
}

const smallest = 1e-12

/** Saturation times `by`, at most 1; hue and value stay: v − (v − x)·s′ ÷ s. */
export function saturated(g: Graph, x: Value, by: Value): Value {
  const value = most(g, extreme(g, 'Max', x), 0)
  const spread = most(g, less(g, value, extreme(g, 'Min', x)), smallest)
  return less(g, value, times(g, less(g, value, x), least(g, over(g, value, spread), by)))
}

/** Hue moved by a share of the circle; saturation and value stay. */
export function turned(g: Graph, x: Value, by: Value): Value {
  const value = extreme(g, 'Max', x)
  const spread = less(g, value, extreme(g, 'Min', x))
  const sixths = plus(g, sixthsOf(g, x, value, spread), times(g, by, 6))
  // Each colour rises, stays, falls and stays again along the circle of six sixths.
  const colours = [5, 3, 1].map(start => {
    const at = modulo(g, plus(g, sixths, start), 6)
    const part = most(g, least(g, least(g, at, less(g, 4, at)), 1), 0)
    return less(g, value, times(g, spread, part))
  })
  return g.op('ConcatV2', [...colours, g.constant(3, { type: 'int32' })])
}

function modulo(g: Graph, x: Value, by: number): Value {
  const turns = g.op('FloorDiv', [x, g.constant(by)])
  return less(g, x, times(g, turns, by))
}

/** Where on the circle of six sixths a colour lies; of a grey it does not matter. */
function sixthsOf(g: Graph, x: Value, value: Value, spread: Value): Value {
  const [red, green, blue] = [0, 1, 2].map(index => channel(g, x, index)) as [Value, Value, Value]
  const safe = most(g, spread, smallest)
  const from = (start: number, a: Value, b: Value) => plus(g, over(g, less(g, a, b), safe), start)
  const is = (colour: Value) => g.op('Equal', [value, colour])
  const rest = g.op('SelectV2', [is(green), from(2, blue, red), from(4, red, green)])
  return g.op('SelectV2', [is(red), from(0, green, blue), rest])
}
