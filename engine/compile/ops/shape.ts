// Operations that move numbers without changing them.
import { countOf, int, type, typeOf, typeOfAll } from '../attributes.ts'
import { reduceSum, sumToShape } from '../broadcast.ts'
import { knownNumbers, neededNumbers } from '../fold.ts'
import type { Call, Operation, RecordedCall } from '../operation.ts'
import type { Recorder } from '../recorder.ts'
import { sizeOf, type Tensor } from '../tensor.ts'

const int32s = (g: Recorder, values: readonly number[], shape?: readonly number[]) =>
  g.constant(values, { type: 'int32', ...(shape && { shape }) })

/** The sizes that a Reshape is asked for, its -1 worked out unless it is the batch. */
function reshaped(call: Call): readonly number[] {
  const wanted = neededNumbers(call.input(1), 'the shape')
  const { shape } = call.input(0)
  const total = sizeOf(shape)
  const known = wanted.reduce((product, size) => (size === -1 ? product : product * size), 1)
  if (total === -1) {
    if (wanted.indexOf(-1) > 0) throw new Error('the batch must stay the first axis')
    return wanted
  }
  if (wanted.includes(-1) ? total % known !== 0 : total !== known)
    throw new Error(`${total} numbers do not fill [${wanted.join(', ')}]`)
  return wanted.map(size => (size === -1 ? total / known : size))
}

/** Pairs of numbers before and after, per axis. */
function paddingsOf(call: Call): readonly (readonly [number, number])[] {
  const numbers = neededNumbers(call.input(1), 'the padding')
  return call.input(0).shape.map((_, axis) => [numbers[axis * 2] ?? 0, numbers[axis * 2 + 1] ?? 0])
}

function pad(name: string, rest: readonly null[]): Operation {
  return {
    type: name,
    attributes: { T: typeOf(0), Tpaddings: typeOf(1) },
    outputs: call => {
      const { shape, type } = call.input(0)
      // What is known only when it runs can be of the batch alone.
      if (!knownNumbers(call.input(1))) return [{ shape, type }]
      const added = paddingsOf(call).map(([before, after]) => before + after)
      if (shape[0] === -1 && added[0] !== 0) throw new Error('the batch cannot be padded')
      return [{ shape: shape.map((size, axis) => size + (added[axis] ?? 0)), type }]
    },
    gradient: (g, call, dy) => [
      () => {
        const begin = int32s(
          g,
          paddingsOf(call).map(([before]) => before),
        )
        return g.op('Slice', [dy, begin, int32s(g, call.input(0).shape)])
      },
      null,
      ...rest,
    ],
  }
}

function sliced(call: Call, shape: readonly number[]): readonly number[] {
  const begin = neededNumbers(call.input(1), 'where a slice begins')
  const size = neededNumbers(call.input(2), 'how long a slice is')
  return shape.map((whole, axis) => {
    const from = begin[axis] ?? 0
    const length = size[axis] ?? -1
    if (whole === -1) {
      if (from !== 0 || length !== -1) throw new Error('a slice takes the whole batch')
      return -1
    }
    if (from + Math.max(length, 0) > whole) throw new Error('the slice leaves its input')
    return length === -1 ? whole - from : length
  })
}

/** The gradient of a slice: zeros around it. */
function unsliced(g: Recorder, call: RecordedCall, dy: Tensor): Tensor {
  const begin = neededNumbers(call.input(1), 'where a slice begins')
  const sides = call.input(0).shape.flatMap((whole, axis) => {
    const from = begin[axis] ?? 0
    return whole === -1 ? [0, 0] : [from, whole - from - (call.output().shape[axis] ?? 0)]
  })
  return g.op('Pad', [dy, int32s(g, sides, [sides.length / 2, 2])])
}

function concatenatedAxis(call: Call): {
  readonly values: readonly Tensor[]
  readonly axis: number
} {
  const values = call.inputs.slice(0, -1).map((_, index) => call.input(index))
  const [axis = 0] = neededNumbers(call.input(call.inputs.length - 1), 'the axis')
  const rank = values[0]?.shape.length ?? 1
  return { values, axis: (axis + rank) % rank }
}

function concatenated(call: Call) {
  const { values, axis } = concatenatedAxis(call)
  const first = call.input(0)
  for (const { shape } of values)
    if (
      shape.length !== first.shape.length ||
      shape.some((size, at) => at !== axis && size !== first.shape[at])
    )
      throw new Error('the inputs differ beside the axis')
  const sizes = values.map(value => value.shape[axis] ?? 0)
  const total = sizes.includes(-1) ? -1 : sizes.reduce((sum, size) => sum + size, 0)
  return [{ shape: first.shape.map((size, at) => (at === axis ? total : size)), type: first.type }]
}

/** Each input's part of the gradient. */
function parts(g: Recorder, call: RecordedCall, dy: Tensor) {
  const { values, axis } = concatenatedAxis(call)
  if (call.output().shape[axis] === -1) return partsOfBatch(g, values, dy)
  let start = 0
  const slices = values.map(({ shape }) => {
    const begin = shape.map((_, at) => (at === axis ? start : 0))
    start += shape[axis] ?? 0
    return () => g.op('Slice', [dy, int32s(g, begin), int32s(g, shape)])
  })
  return [...slices, null]
}

function zerosLike(g: Recorder, tensor: Tensor): Tensor {
  return g.op('Mul', [tensor, g.constant(0, { type: tensor.type })])
}

/** The same along the batch, whose sizes are known when it runs. */
function partsOfBatch(g: Recorder, values: readonly Tensor[], dy: Tensor) {
  const counts = values.map(value =>
    g.op('Slice', [g.sizes(value), int32s(g, [0]), int32s(g, [1])]),
  )
  const axis = g.constant(0, { type: 'int32' })
  const sizes = g.op('ConcatV2', [...counts, axis])
  const slices = g.outputs('SplitV', [dy, sizes, axis], { num_split: values.length })
  return [...slices.map(slice => () => slice), null]
}

const permutation = (call: Call) => neededNumbers(call.input(1), 'the permutation')

export const shape: readonly Operation[] = [
  {
    type: 'Reshape',
    attributes: { T: typeOf(0), Tshape: typeOf(1) },
    outputs: call => [{ shape: reshaped(call), type: call.input(0).type }],
    gradient: (g, call, dy) => [() => g.op('Reshape', [dy, int32s(g, call.input(0).shape)]), null],
    fold: (_, known) => known(0),
  },
  pad('Pad', []),
  pad('PadV2', [null]),
  {
    type: 'Slice',
    attributes: { T: typeOf(0), Index: typeOf(1) },
    outputs: call => [{ shape: sliced(call, call.input(0).shape), type: call.input(0).type }],
    gradient: (g, call, dy) => [() => unsliced(g, call, dy), null, null],
    fold: (call, known) => {
      if (call.input(0).shape.length !== 1) return undefined
      const [begin = 0] = known(1) ?? []
      const [length = -1] = known(2) ?? []
      return known(0)?.slice(begin, length === -1 ? undefined : begin + length)
    },
  },
  {
    type: 'ConcatV2',
    attributes: {
      N: countOf(0, -1),
      T: typeOfAll(0, -1),
      Tidx: { kind: 'type', infer: inputs => inputs.at(-1)?.type ?? 'int32' },
    },
    outputs: concatenated,
    gradient: parts,
    fold: (call, known) => {
      const all = call.inputs.slice(0, -1).map((_, index) => known(index))
      return all.some(values => values === undefined)
        ? undefined
        : all.flatMap(values => values ?? [])
    },
  },
  {
    // Along the batch: the sizes may be known only when it runs.
    type: 'SplitV',
    attributes: { T: typeOf(0), Tlen: typeOf(1), num_split: int() },
    outputs: call => {
      const { shape, type } = call.input(0)
      const [axis = 0] = neededNumbers(call.input(2), 'the axis')
      const sizes = knownNumbers(call.input(1))
      return Array.from({ length: call.number('num_split') }, (_, part) => ({
        shape: shape.map((size, at) => (at === axis ? (sizes?.[part] ?? -1) : size)),
        type,
      }))
    },
    gradients: (g, call, dys) => [
      () => {
        const parts = dys.map((dy, part) => dy ?? zerosLike(g, call.output(part)))
        return g.op('ConcatV2', [...parts, call.input(2)])
      },
      null,
      null,
    ],
  },
  {
    type: 'Transpose',
    attributes: { T: typeOf(0), Tperm: typeOf(1) },
    outputs: call => {
      const { shape, type } = call.input(0)
      return [{ shape: permutation(call).map(axis => shape[axis] ?? 1), type }]
    },
    gradient: (g, call, dy) => [
      () => {
        const order = permutation(call)
        return g.op('Transpose', [
          dy,
          int32s(
            g,
            order.map((_, axis) => order.indexOf(axis)),
          ),
        ])
      },
      null,
    ],
  },
  {
    type: 'BroadcastTo',
    attributes: { T: typeOf(0), Tidx: typeOf(1) },
    outputs: call => [
      { shape: neededNumbers(call.input(1), 'the sizes'), type: call.input(0).type },
    ],
    gradient: (g, call, dy) => [() => sumToShape(g, dy, call.input(0).shape), null],
  },
  {
    type: 'Fill',
    attributes: { T: typeOf(1), index_type: typeOf(0) },
    outputs: call => [
      { shape: neededNumbers(call.input(0), 'the sizes'), type: call.input(1).type },
    ],
    gradient: (g, _, dy) => [
      null,
      () =>
        reduceSum(
          g,
          dy,
          dy.shape.map((_, axis) => axis),
          false,
        ),
    ],
  },
  {
    type: 'Shape',
    attributes: { T: typeOf(0), out_type: type('int32') },
    outputs: call => [{ shape: [call.input(0).shape.length], type: call.type('out_type') }],
    gradient: () => [null],
    fold: call => call.input(0).shape,
  },
  {
    type: 'Size',
    attributes: { T: typeOf(0), out_type: type('int32') },
    outputs: call => [{ shape: [], type: call.type('out_type') }],
    gradient: () => [null],
  },
]
