// What the merges share: shapes that agree, or that broadcast as in Keras. Sizes meet from the last axis
// on; an axis of size 1, or one that an input lacks, is repeated.
import { type LayerDeclaration, LayerError, type Mend, type Shape } from './define.ts'
import type { Graph, Value } from './graph.ts'
import { counted, product, times } from './sizes.ts'

export type Inputs = readonly [Shape, ...Shape[]]
export type InputValues = readonly [Value, ...Value[]]

/** Merging one thing with nothing is a wire that was forgotten. */
export function needTwo(inputs: Inputs, verb: string): void {
  if (inputs.length >= 2) return
  throw new LayerError(
    'needs-two-inputs',
    `There is one input, ${times(inputs[0])}; ${verb} takes two or more. Draw another wire to this layer.`,
    [{ label: 'Remove this layer', repair: { kind: 'remove' } }],
  )
}

/** The same for what has a first and a second, and no third. */
export function needPair(inputs: Inputs, verb: string): readonly [Shape, Shape] {
  const [first, second] = inputs
  if (second !== undefined && inputs.length === 2) return [first, second]
  if (second === undefined)
    throw new LayerError(
      'needs-two-inputs',
      `There is one input, ${times(first)}; ${verb} takes exactly two. Draw another wire to this layer.`,
      [{ label: 'Remove this layer', repair: { kind: 'remove' } }],
    )
  throw new LayerError(
    'needs-two-inputs',
    `There are ${inputs.length} inputs, ${listed(inputs)}; ${verb} takes exactly two. Remove ${inputs.length === 3 ? 'a wire' : `${inputs.length - 2} wires`}.`,
  )
}

/** The broadcast shape of all inputs. */
export function broadcast(inputs: Inputs, verb: string): Shape {
  const [first, ...others] = inputs
  return others.reduce((sizes, shape, index) => {
    const together = broadcastTwo(sizes, shape)
    if (together) return together
    throw unequal(inputs, index + 1, verb)
  }, first)
}

/** Null where neither of two sizes that meet is 1. */
export function broadcastTwo(a: Shape, b: Shape): Shape | null {
  const rank = Math.max(a.length, b.length)
  const sizes = Array.from({ length: rank }, (_, axis) => {
    const left = a[axis - (rank - a.length)] ?? 1
    const right = b[axis - (rank - b.length)] ?? 1
    if (left === 1) return right
    return right === 1 || right === left ? left : null
  })
  return sizes.every(size => size !== null) ? sizes : null
}

/** The shapes with as many axes as the longest, as `aligned` gives them. */
export function alignedShapes(inputs: Inputs): Inputs {
  const rank = Math.max(...inputs.map(shape => shape.length))
  return inputs.map(shape => [
    ...Array<number>(rank - shape.length).fill(1),
    ...shape,
  ]) as readonly Shape[] as Inputs
}

/** The values with as many axes as the longest: ones behind the batch, which TensorFlow would put before it. */
export function aligned(g: Graph, inputs: InputValues): InputValues {
  const rank = Math.max(...inputs.map(({ shape }) => shape.length))
  return inputs.map(value => {
    const [, ...sizes] = value.shape
    if (value.shape.length === rank) return value
    const ones = Array<number>(rank - value.shape.length).fill(1)
    return g.op('Reshape', [value, g.constant([-1, ...ones, ...sizes], { type: 'int32' })])
  }) as readonly Value[] as InputValues
}

/** One operation over all inputs, from the first to the last. */
export function fold(g: Graph, operation: string, inputs: InputValues): Value {
  return foldWith(g, inputs, (a, b) => g.op(operation, [a, b]))
}

export function foldWith(
  g: Graph,
  inputs: InputValues,
  combine: (a: Value, b: Value) => Value,
): Value {
  const [first, ...others] = aligned(g, inputs)
  return others.reduce((result, value) => combine(result, g.compute(value)), g.compute(first))
}

function listed(inputs: Inputs): string {
  const shapes = inputs.map(times)
  return `${shapes.slice(0, -1).join(', ')} and ${shapes[shapes.length - 1]}`
}

function unequal(inputs: Inputs, at: number, verb: string): LayerError {
  const [first] = inputs
  const other = inputs[at] ?? first
  const mends = [projection(first, other, 0), projection(other, first, at)].flatMap(
    mend => mend ?? [],
  )
  const advice = mends.length > 0 ? '' : ' Give the branches the same filters, strides and padding.'
  return new LayerError(
    'shapes-differ',
    `The inputs are ${listed(inputs)}; ${verb} needs equal shapes.${advice}`,
    mends,
  )
}

/** What brings one input to the channels of another, and a larger picture to the size of a smaller one. */
function projection(from: Shape, to: Shape, input: number): Mend | null {
  const channels = to[to.length - 1]
  if (channels === undefined) return null
  if (from.length === 1) return layerBefore(input, [channels], 'dense', { units: channels })
  if (from.length !== 3 || (to.length !== 3 && to.length !== 1)) return null
  const [height = 0, width = 0] = from
  const [rows = 0, columns = 0] = to.length === 1 ? from : to
  const strides = Math.ceil(height / rows)
  if (Math.ceil(height / strides) !== rows || Math.ceil(width / strides) !== columns) return null
  const params = { filters: channels, kernelSize: 1, ...(strides > 1 && { strides }) }
  return layerBefore(input, [rows, columns, channels], 'conv2d', params)
}

function layerBefore(
  input: number,
  shape: Shape,
  type: 'conv2d' | 'dense',
  params: Readonly<Record<string, number>>,
): Mend {
  const stride = params.strides === undefined ? '' : ` with stride ${params.strides}`
  const what = type === 'dense' ? 'dense' : `1×1 convolution${stride}`
  return {
    label: `Bring input ${input + 1} to ${times(shape)}: ${what}`,
    repair: { kind: 'insertBefore', type, params, input },
  }
}

/** All of an elementwise merge but its names, its help and its lowering. */
export function elementwiseDeclaration(verb: string, sign = ', ') {
  return {
    group: 'merge',
    inputs: 'many',
    params: {},
    shape: (_: object, inputs: Inputs) => {
      needTwo(inputs, verb)
      return broadcast(inputs, verb)
    },
    explain: (_: object, inputs: Inputs, output: Shape | null) => [
      {
        quantity: 'Numbers',
        formula: inputs.map(times).join(sign),
        result: output === null ? 'none' : counted(product(output)),
      },
    ],
  } satisfies Partial<LayerDeclaration<Record<never, never>, 'many'>>
}
