// One small function per operation that has a gradient, in terms of placeholders.
import type { Recorder } from '../../../engine/compile/recorder.ts'
import type { Tensor } from '../../../engine/compile/tensor.ts'
import { imageCases } from './image-cases.ts'
import { sequenceCases } from './sequence-cases.ts'

export interface OperationCase {
  /** The operation under test, and after a space what is special. */
  readonly name: string
  /** -1 is the batch. */
  readonly inputs: readonly (readonly number[])[]
  /** Positive inputs, for logarithms and roots. */
  readonly positive?: true
  /** Whole numbers below this, as labels; not differentiated. */
  readonly labels?: number
  /** Inputs rounded to thirds, so that equal numbers occur. */
  readonly ties?: true
  readonly build: (g: Recorder, inputs: readonly Tensor[], labels?: Tensor) => Tensor
}

const picture = [-1, 7, 6, 4]
const int32 = (g: Recorder, values: number | readonly number[], shape?: readonly number[]) =>
  g.constant(values, { type: 'int32', ...(shape && { shape }) })

function only(
  name: string,
  inputs: OperationCase['inputs'],
  attributes: Parameters<Recorder['op']>[2] = {},
  extra: Partial<OperationCase> = {},
): OperationCase {
  const [type = ''] = name.split(' ')
  return { name, inputs, build: (g, values) => g.op(type, values, attributes), ...extra }
}

const unary = [
  'Identity',
  'Neg',
  'Abs',
  'Sign',
  'Square',
  'Exp',
  'Sin',
  'Cos',
  'Erfc',
  'Relu',
  'Relu6',
  'Elu',
  'Selu',
]
  .concat(['Softplus', 'Softsign', 'Sigmoid', 'Tanh', 'Softmax', 'LogSoftmax', 'LeakyRelu'])
  .map(name => only(name, [picture]))
const leaky = [
  only('LeakyRelu that turns round', [picture], { alpha: -0.3 }),
  only('LeakyRelu that is a ReLU', [picture], { alpha: 0 }),
]
const positive = ['Sqrt', 'Rsqrt', 'Log'].map(name => only(name, [picture], {}, { positive: true }))

const binary = [
  'AddV2',
  'Sub',
  'Mul',
  'RealDiv',
  'SquaredDifference',
  'Maximum',
  'Minimum',
].flatMap(name => [
  only(name, [picture, picture], {}, { positive: true }),
  only(`${name} by channel`, [picture, [4]], {}, { positive: true }),
  only(`${name} gates`, [[-1, 1, 1, 4], picture], {}, { positive: true }),
  only(
    `${name} both repeat`,
    [
      [-1, 7, 1, 4],
      [-1, 1, 6, 1],
    ],
    {},
    { positive: true },
  ),
  only(`${name} by a number`, [[], picture], {}, { positive: true }),
])

const windows = [
  { strides: [1, 1, 1, 1], padding: 'SAME' },
  { strides: [1, 2, 2, 1], padding: 'SAME' },
  { strides: [1, 2, 3, 1], padding: 'VALID' },
]
const convolutions = windows.flatMap((window, index): OperationCase[] => [
  only(`Conv2D ${index}`, [picture, [3, 2, 4, 5]], window),
  only(`Conv2D grouped ${index}`, [picture, [3, 3, 2, 6]], window),
  only(`MaxPool ${index}`, [picture], { ...window, ksize: [1, 2, 3, 1] }),
  only(`MaxPool with ties ${index}`, [picture], { ...window, ksize: [1, 2, 3, 1] }, { ties: true }),
  only(`AvgPool ${index}`, [picture], { ...window, ksize: [1, 3, 2, 1] }),
])
const volume = [-1, 4, 5, 6, 2]
// One rate for all axes: with rates that differ TensorFlow's shape rule mixes them up.
const volumes = [
  { strides: [1, 1, 1, 1, 1], padding: 'SAME' },
  { strides: [1, 2, 1, 3, 1], padding: 'SAME' },
  { strides: [1, 1, 2, 2, 1], padding: 'VALID' },
  { strides: [1, 1, 1, 1, 1], padding: 'SAME', dilations: [1, 2, 2, 2, 1] },
  { strides: [1, 1, 1, 2, 1], padding: 'VALID', dilations: [1, 2, 2, 2, 1] },
].flatMap((window, index): OperationCase[] => [
  only(`Conv3D ${index}`, [volume, [2, 3, 2, 2, 3]], window),
  {
    name: `Conv3DBackpropInputV2 forward ${index}`,
    // As large as what the convolution of the volume gives.
    inputs: [
      [2, 3, 2, 3, 2],
      [
        [-1, 4, 5, 6, 2],
        [-1, 2, 5, 2, 2],
        [-1, 3, 2, 3, 2],
        [-1, 4, 5, 6, 2],
        [-1, 2, 1, 2, 2],
      ][index] ?? [],
    ],
    build: (g, [kernel, x]) => {
      if (!kernel || !x) throw new Error('two inputs')
      const batch = g.op('Slice', [g.sizes(x), int32(g, [0]), int32(g, [1])])
      const sizes = g.op('ConcatV2', [batch, int32(g, [4, 5, 6, 3]), int32(g, 0)])
      return g.op('Conv3DBackpropInputV2', [sizes, kernel, x], window)
    },
  },
])
// Windows side by side, with few channels and with many, exact and with a rest.
const mosaics = (
  [
    [6, 6, 4, 2, 3],
    [6, 6, 4, 1, 2],
    [6, 6, 4, 3, 1],
    [4, 8, 20, 2, 2],
    [7, 6, 4, 2, 2],
  ] as const
).flatMap(([rows, columns, channels, high, wide]) =>
  ['SAME', 'VALID'].map(padding =>
    only(
      `AvgPool ${high}×${wide} of ${rows}×${columns}×${channels} ${padding}`,
      [[-1, rows, columns, channels]],
      { ksize: [1, high, wide, 1], strides: [1, high, wide, 1], padding },
    ),
  ),
)
const dilated = ['SAME', 'VALID'].flatMap((padding): OperationCase[] => [
  only(`Conv2D dilated ${padding}`, [picture, [3, 3, 4, 2]], {
    strides: [1, 1, 1, 1],
    dilations: [1, 2, 2, 1],
    padding,
  }),
  only(`Conv2D depthwise dilated ${padding}`, [picture, [3, 3, 1, 8]], {
    strides: [1, 1, 1, 1],
    dilations: [1, 2, 2, 1],
    padding,
  }),
  only(`DepthwiseConv2dNative ${padding}`, [picture, [3, 3, 4, 2]], {
    strides: [1, 2, 2, 1],
    padding,
  }),
  {
    name: `Conv2DBackpropInput forward ${padding}`,
    inputs: [[3, 3, 5, 4], padding === 'SAME' ? [-1, 4, 3, 4] : [-1, 3, 2, 4]],
    build: (g, [kernel, x]) => {
      if (!kernel || !x) throw new Error('two inputs')
      const batch = g.op('Slice', [g.op('Shape', [x]), int32(g, [0]), int32(g, [1])])
      const sizes = g.op('ConcatV2', [batch, int32(g, [7, 6, 5]), int32(g, 0)])
      return g.op('Conv2DBackpropInput', [sizes, kernel, x], { strides: [1, 2, 2, 1], padding })
    },
  },
])

const products = [false, true].flatMap(a =>
  [false, true].flatMap((b): OperationCase[] => [
    only(`MatMul ${a} ${b}`, [a ? [3, 5] : [5, 3], b ? [4, 3] : [3, 4]], {
      transpose_a: a,
      transpose_b: b,
    }),
    only(`BatchMatMulV2 ${a} ${b}`, [a ? [-1, 2, 3, 5] : [-1, 2, 5, 3], b ? [4, 3] : [3, 4]], {
      adj_x: a,
      adj_y: b,
    }),
  ]),
)

const withNumbers = (
  type: string,
  constants: (g: Recorder) => readonly Tensor[],
  extra: Partial<OperationCase> = {},
): OperationCase => ({
  name: type,
  inputs: [picture],
  build: (g, inputs) => g.op(type.split(' ')[0] ?? '', [...inputs, ...constants(g)]),
  ...extra,
})

const reductions = ['Sum', 'Mean', 'Max', 'Min'].flatMap((type): OperationCase[] =>
  [[1, 2], [0, 3], [0, 1, 2, 3], [-1]].flatMap(axes => [
    {
      ...withNumbers(`${type} over ${axes}`, g => [int32(g, axes)]),
      ...(type.startsWith('M') && { ties: true as const }),
    },
    {
      name: `${type} over ${axes}, kept`,
      inputs: [picture],
      build: (g, inputs) => g.op(type, [...inputs, int32(g, axes)], { keep_dims: true }),
    },
  ]),
)

const moves: readonly OperationCase[] = [
  withNumbers('Reshape', g => [int32(g, [-1, 2, 84])]),
  {
    name: 'Reshape of the batch with the positions and back',
    inputs: [picture],
    build: (g, [x]) => {
      const flat = g.op('Reshape', [x as Tensor, int32(g, [-1, 4])])
      return g.op('Reshape', [g.op('Softmax', [flat]), int32(g, picture)])
    },
  },
  withNumbers('Pad', g => [int32(g, [0, 0, 1, 2, 3, 0, 0, 0], [4, 2])]),
  withNumbers('PadV2', g => [int32(g, [0, 0, 1, 2, 3, 0, 0, 0], [4, 2]), g.constant(-3)]),
  withNumbers('Slice', g => [int32(g, [0, 1, 2, 0]), int32(g, [-1, 3, -1, 2])]),
  withNumbers('Transpose', g => [int32(g, [0, 3, 1, 2])]),
  withNumbers('Cumsum', g => [int32(g, 2)]),
  {
    name: 'Cumsum backwards',
    inputs: [picture],
    build: (g, [x]) => {
      const options = { exclusive: true, reverse: true }
      return g.op('Cumsum', [x as Tensor, int32(g, -1)], options)
    },
  },
  {
    name: 'BroadcastTo',
    inputs: [[6, 1]],
    build: (g, inputs) => g.op('BroadcastTo', [...inputs, int32(g, [3, 6, 4])]),
  },
  { name: 'Fill', inputs: [[]], build: (g, inputs) => g.op('Fill', [int32(g, [3, 4]), ...inputs]) },
  {
    name: 'ConcatV2',
    inputs: [picture, [-1, 7, 6, 1], [-1, 7, 6, 3]],
    build: (g, inputs) => g.op('ConcatV2', [...inputs, int32(g, -1)]),
  },
  {
    name: 'ConcatV2 along the batch',
    inputs: [picture, picture],
    build: (g, [x, y]) => {
      if (!x || !y) throw new Error('two inputs')
      const batch = g.op('Slice', [g.sizes(x), int32(g, [0]), int32(g, [1])])
      const both = g.op('ConcatV2', [x, g.op('Square', [y]), int32(g, 0)])
      const sizes = g.op('ConcatV2', [batch, batch, int32(g, 0)])
      const [first, second] = g.outputs('SplitV', [both, sizes, int32(g, 0)], { num_split: 2 })
      if (!first || !second) throw new Error('two outputs')
      return g.op('Mul', [first, second])
    },
  },
  {
    name: 'SplitV along the batch, one part unused',
    inputs: [picture],
    build: (g, [x]) => {
      if (!x) throw new Error('one input')
      const batch = g.op('Slice', [g.sizes(x), int32(g, [0]), int32(g, [1])])
      const third = g.op('FloorDiv', [batch, int32(g, [3])])
      const sizes = g.op('ConcatV2', [third, third, third, int32(g, 0)])
      const [one, more] = g.outputs('SplitV', [x, sizes, int32(g, 0)], { num_split: 3 })
      if (!one || !more) throw new Error('three outputs')
      const [tanh, square] = [g.op('Tanh', [one]), g.op('Square', [more])]
      return g.op('ConcatV2', [tanh, square, tanh, int32(g, 0)])
    },
  },
  only('AddN', [picture, picture, picture]),
  {
    name: 'AddN of one value used three times',
    inputs: [picture],
    build: (g, [x]) => {
      if (!x) throw new Error('one input')
      return g.op('AddN', [g.op('Tanh', [x]), g.op('Mul', [x, x]), x])
    },
  },
  {
    name: 'Cast there and back',
    inputs: [picture],
    // Both casts round, so that this would not agree by chance.
    build: (g, [x]) => g.cast(g.cast(x as Tensor, 'bfloat16'), 'float32'),
  },
  {
    name: 'SelectV2',
    inputs: [picture, [4]],
    build: (g, [a, b]) => {
      if (!a || !b) throw new Error('two inputs')
      return g.op('SelectV2', [g.op('Greater', [a, g.constant(0.2)]), a, b])
    },
  },
  only('Pow by a value', [picture, [4]], {}, { positive: true }),
  {
    name: 'Pow of a number',
    inputs: [picture],
    build: (g, [x]) => g.op('Pow', [g.constant(1.7), x as Tensor]),
  },
  {
    name: 'Pow',
    inputs: [picture],
    positive: true,
    build: (g, [x]) => g.op('Pow', [x as Tensor, g.constant(2.5)]),
  },
]

const normalizations = [true, false].map(
  (training): OperationCase => ({
    name: `FusedBatchNormV3 ${training}`,
    inputs: [picture, [4], [4]],
    build: (g, inputs) => {
      const nothing = g.constant([], { shape: [0] })
      const moving = [g.constant([0.1, -0.2, 0, 0.3]), g.constant([1, 0.5, 2, 0.1])]
      return g.op('FusedBatchNormV3', [...inputs, ...(training ? [nothing, nothing] : moving)], {
        epsilon: 1e-3,
        is_training: training,
      })
    },
  }),
)

/** The second input is of the first, so its own gradient belongs to the first as well. */
const standardizing = [[2], [1, 3], [1, 2, 3]].flatMap((axes): OperationCase[] => {
  const mean = (g: Recorder, x: Tensor) => g.op('Mean', [x, int32(g, axes)], { keep_dims: true })
  return [
    {
      name: `SubOwnMean over ${axes}`,
      inputs: [picture],
      build: (g, [x]) => g.op('SubOwnMean', [x as Tensor, mean(g, x as Tensor)]),
    },
    {
      name: `MulByOwnRoot over ${axes}`,
      inputs: [picture],
      build: (g, [x]) => {
        const squares = mean(g, g.op('Square', [x as Tensor]))
        const root = g.op('Rsqrt', [g.op('AddV2', [squares, g.constant(0.1)])])
        return g.op('MulByOwnRoot', [x as Tensor, root])
      },
    },
  ]
})

export const operationCases: readonly OperationCase[] = [
  ...standardizing,
  ...unary,
  ...leaky,
  ...positive,
  ...binary,
  only('Maximum at ties', [picture, picture], {}, { ties: true }),
  only('Minimum at ties', [picture, picture], {}, { ties: true }),
  ...convolutions,
  ...volumes,
  ...mosaics,
  ...dilated,
  ...products,
  only('BiasAdd', [picture, [4]]),
  only('BiasAdd of one channel', [[-1, 7, 6, 1], [1]]),
  ...normalizations,
  only('LRN', [picture], { depth_radius: 2, bias: 2, alpha: 0.3, beta: 0.75 }),
  ...reductions,
  ...moves,
  ...imageCases,
  ...sequenceCases,
  {
    name: 'SparseSoftmaxCrossEntropyWithLogits',
    inputs: [[-1, 6]],
    labels: 6,
    build: (g, inputs, labels) =>
      g.op('SparseSoftmaxCrossEntropyWithLogits', [...inputs, labels as Tensor]),
  },
  {
    name: 'SoftmaxCrossEntropyWithLogits',
    inputs: [[-1, 6]],
    labels: 6,
    build: (g, inputs, labels) => {
      const shares = [int32(g, 6), g.constant(0.75), g.constant(0.05)]
      const soft = g.op('OneHot', [labels as Tensor, ...shares])
      return g.op('SoftmaxCrossEntropyWithLogits', [...inputs, soft])
    },
  },
  {
    name: 'GatherV2 of the batch',
    inputs: [[-1, 4]],
    labels: 3,
    build: (g, inputs, labels) => g.op('GatherV2', [...inputs, labels as Tensor, int32(g, 0)]),
  },
]
