// Small networks that together hold every layer, as documents.
import type { JsonObject, NetworkDocument, Training } from '../../../shared/document/types.ts'
import { analyse } from '../../../shared/graph/analyse.ts'
import type { Network } from '../../../shared/graph/network.ts'
import { templates } from '../../../templates/index.ts'

export interface NodeSpec {
  readonly id: string
  readonly type: string
  readonly params?: JsonObject
  readonly sharedWeights?: string
  /** Where it is not the node before; `parts:1` is the second output of a layer. */
  readonly from?: readonly string[]
}

/** A document from a list in which each node follows the one before unless it says otherwise. */
export function drawing(name: string, nodes: readonly NodeSpec[]): NetworkDocument {
  const edges = nodes.flatMap(({ id, type, from }, index) => {
    const before = nodes[index - 1]?.id
    const sources = from ?? (type === 'input' || before === undefined ? [] : [before])
    return sources.map(from => {
      const [source = '', sourceHandle] = from.split(':')
      return { source, target: id, ...(sourceHandle !== undefined && { sourceHandle }) }
    })
  })
  return {
    format: 'layerloom',
    version: 1,
    name,
    nodes: nodes.map(({ from: _, ...node }) => node),
    edges,
  }
}

export function soundNetwork(document: NetworkDocument): Network {
  const network = analyse(document)
  const error = network.problems.find(problem => problem.severity === 'error')
  if (error) throw new Error(`${document.name}: ${error.node}: ${error.message}`)
  return network
}

const activations = [
  'relu',
  'relu6',
  'leakyRelu',
  'elu',
  'selu',
  'gelu',
  'swish',
  'sigmoid',
].concat(['hardSigmoid', 'tanh', 'softplus', 'softsign', 'softmax', 'linear'])

const image = { id: 'image', type: 'input', params: { shape: [9, 8, 4] } } as const
const scores = (units: number, activation: string): NodeSpec => ({
  id: 'scores',
  type: 'dense',
  params: { units, activation },
})

const plain = drawing('plain', [
  image,
  { id: 'conv', type: 'conv2d', params: { filters: 6, kernelSize: 3, activation: 'relu' } },
  { id: 'max', type: 'maxPooling2d', params: { poolSize: 2 } },
  {
    id: 'same',
    type: 'conv2d',
    params: { filters: 4, kernelSize: [2, 3], padding: 'same', strides: 2 },
  },
  { id: 'flat', type: 'flatten' },
  { id: 'hidden', type: 'dense', params: { units: 7, activation: 'tanh' } },
  scores(5, 'softmax'),
])

const convolutions = drawing('convolutions', [
  image,
  {
    id: 'grouped',
    type: 'conv2d',
    params: { filters: 6, kernelSize: 3, groups: 2, padding: 'same' },
  },
  {
    id: 'dilated',
    type: 'conv2d',
    params: { filters: 4, kernelSize: 2, dilationRate: 2, activation: 'elu' },
  },
  {
    id: 'depthwise',
    type: 'depthwiseConv2d',
    params: { kernelSize: 3, depthMultiplier: 2, padding: 'same' },
  },
  {
    id: 'separable',
    type: 'separableConv2d',
    params: { filters: 5, kernelSize: 3, padding: 'same', activation: 'sigmoid' },
  },
  {
    id: 'enlarged',
    type: 'conv2dTranspose',
    params: { filters: 3, kernelSize: 3, strides: 2, padding: 'same' },
  },
  {
    id: 'valid',
    type: 'conv2dTranspose',
    params: { filters: 2, kernelSize: 2, padding: 'valid', useBias: false },
  },
  {
    id: 'padded',
    type: 'zeroPadding2d',
    params: {
      padding: [
        [1, 0],
        [0, 2],
      ],
    },
  },
  { id: 'average', type: 'averagePooling2d', params: { poolSize: 3, strides: 2, padding: 'same' } },
  { id: 'mean', type: 'globalAveragePooling2d' },
  scores(5, 'softmax'),
])

const dilatedDepthwise = drawing('dilated depthwise', [
  image,
  {
    id: 'depthwise',
    type: 'depthwiseConv2d',
    params: { kernelSize: 3, dilationRate: 2, padding: 'same' },
  },
  {
    id: 'separable',
    type: 'separableConv2d',
    params: { filters: 5, kernelSize: 2, dilationRate: 2 },
  },
  { id: 'maximum', type: 'globalMaxPooling2d' },
  scores(5, 'softmax'),
])

const merges = drawing('merges', [
  image,
  { id: 'left', type: 'conv2d', params: { filters: 4, kernelSize: 1, activation: 'relu' } },
  { id: 'right', type: 'conv2d', params: { filters: 4, kernelSize: 1 }, from: ['image'] },
  { id: 'sum', type: 'add', from: ['left', 'right', 'image'] },
  { id: 'product', type: 'multiply', from: ['sum', 'right'] },
  { id: 'both', type: 'concatenate', from: ['left', 'product'] },
  { id: 'shaped', type: 'reshape', params: { targetShape: [6, 12, 8] } },
  { id: 'mean', type: 'globalAveragePooling2d' },
  scores(5, 'softmax'),
])

const normalized = drawing('normalized', [
  image,
  { id: 'conv', type: 'conv2d', params: { filters: 6, kernelSize: 3, useBias: false } },
  { id: 'norm', type: 'batchNormalization', params: { momentum: 0.9 } },
  { id: 'relu', type: 'activation', params: { activation: 'relu' } },
  { id: 'frozen', type: 'batchNormalization', params: { trainable: false } },
  { id: 'fixed', type: 'conv2d', params: { filters: 5, kernelSize: 2, trainable: false } },
  { id: 'flat', type: 'flatten' },
  // A bias before a normalisation has gradient 0 but for rounding, which Adam blows up.
  { id: 'hidden', type: 'dense', params: { units: 6, useBias: false } },
  { id: 'vectors', type: 'batchNormalization', params: { scale: false } },
  scores(5, 'softmax'),
])

// A normalisation that only a ReLU reads, one that a sum reads too, one of vectors behind a ReLU layer.
const rectified = drawing('rectified', [
  image,
  { id: 'conv', type: 'conv2d', params: { filters: 21, kernelSize: 3, useBias: false } },
  { id: 'norm', type: 'batchNormalization', params: { momentum: 0.9 } },
  { id: 'relu', type: 'activation', params: { activation: 'relu' } },
  { id: 'second', type: 'conv2d', params: { filters: 5, kernelSize: 3, useBias: false } },
  { id: 'read', type: 'batchNormalization', params: { center: false } },
  { id: 'cut', type: 'reLU' },
  { id: 'sum', type: 'add', from: ['read', 'cut', 'second'] },
  { id: 'flat', type: 'flatten' },
  { id: 'hidden', type: 'dense', params: { units: 7, useBias: false } },
  { id: 'vectors', type: 'batchNormalization' },
  { id: 'positive', type: 'reLU' },
  scores(5, 'softmax'),
])

const activated = drawing('activated', [
  image,
  ...activations.map(activation => ({
    id: activation,
    type: 'conv2d',
    params: { filters: 2, kernelSize: 1, activation },
    from: ['image'],
  })),
  { id: 'all', type: 'concatenate', from: activations },
  { id: 'mean', type: 'globalAveragePooling2d' },
  scores(5, 'softmax'),
])

/** A normalization at two places: the second goes on from the moving statistics of the first. */
const sharedStatistics = drawing('shared statistics', [
  image,
  {
    id: 'norm',
    type: 'batchNormalization',
    params: { momentum: 0.8 },
    sharedWeights: 'norm',
  },
  {
    id: 'conv',
    type: 'conv2d',
    params: { filters: 4, kernelSize: 3, padding: 'same', useBias: false },
  },
  { id: 'again', type: 'batchNormalization', params: { momentum: 0.8 }, sharedWeights: 'norm' },
  { id: 'mean', type: 'globalAveragePooling2d' },
  scores(5, 'softmax'),
])

const shared = drawing('shared', [
  image,
  {
    id: 'first',
    type: 'conv2d',
    params: { filters: 4, kernelSize: 3, padding: 'same', activation: 'tanh' },
    sharedWeights: 'twins',
  },
  {
    id: 'second',
    type: 'conv2d',
    params: { filters: 4, kernelSize: 3, padding: 'same', activation: 'tanh' },
    sharedWeights: 'twins',
  },
  { id: 'mean', type: 'globalAveragePooling2d' },
  scores(5, 'linear'),
])

const dropped = drawing('dropped', [
  image,
  { id: 'flat', type: 'flatten' },
  { id: 'some', type: 'dropout', params: { rate: 0.3 } },
  { id: 'hidden', type: 'dense', params: { units: 9, activation: 'relu' } },
  { id: 'half', type: 'dropout', params: { rate: 0.5 } },
  scores(5, 'softmax'),
])

const twoHeads = drawing('two heads', [
  image,
  { id: 'other', type: 'input', params: { shape: [3] } },
  { id: 'mean', type: 'globalAveragePooling2d', from: ['image'] },
  { id: 'joined', type: 'concatenate', from: ['mean', 'other'] },
  { id: 'hidden', type: 'dense', params: { units: 6, activation: 'relu' } },
  { id: 'kind', type: 'dense', params: { units: 3, activation: 'softmax' }, from: ['hidden'] },
  { id: 'place', type: 'dense', params: { units: 2 }, from: ['hidden'] },
])

const yesOrNo = drawing('yes or no', [image, { id: 'flat', type: 'flatten' }, scores(1, 'sigmoid')])

const perPixel = drawing('per pixel', [
  image,
  {
    id: 'conv',
    type: 'conv2d',
    params: { filters: 3, kernelSize: 3, padding: 'same', activation: 'softmax' },
  },
])

const halves = drawing('halves', [
  image,
  { id: 'conv', type: 'conv2d', params: { filters: 8, kernelSize: 3 } },
  { id: 'parts', type: 'split', params: { sections: 2 } },
  {
    id: 'gated',
    type: 'expression',
    params: { formula: 'tanh(x) * sigmoid(y) + 0.1 * x ^ 2' },
    from: ['parts:0', 'parts:1'],
  },
  { id: 'mean', type: 'reduceMean', params: { keepdims: true }, from: ['gated'] },
  { id: 'max', type: 'reduceMax', params: { keepdims: true }, from: ['gated'] },
  { id: 'maps', type: 'concatenate', from: ['mean', 'max'] },
  {
    id: 'where',
    type: 'conv2d',
    params: { filters: 1, kernelSize: 3, padding: 'same', activation: 'sigmoid' },
  },
  { id: 'seen', type: 'multiply', from: ['gated', 'where'] },
  { id: 'squeezed', type: 'reduceMean', params: { axis: [1, 2] } },
  { id: 'weights', type: 'dense', params: { units: 4, activation: 'sigmoid' } },
  { id: 'scaled', type: 'multiply', from: ['weights', 'seen'] },
  { id: 'least', type: 'minimum', from: ['scaled', 'seen'] },
  { id: 'turned', type: 'permute', params: { dims: [3, 1, 2] } },
  { id: 'inside', type: 'slice', params: { begin: [0, 1], size: [-1, -2] } },
  { id: 'sums', type: 'reduceSum', params: { axis: 2 } },
  { id: 'products', type: 'dot', params: { axes: 2, normalize: true }, from: ['sums', 'sums'] },
  { id: 'flat', type: 'flatten' },
  { id: 'repeated', type: 'repeatVector', params: { n: 2 } },
  { id: 'difference', type: 'subtract', from: ['repeated', 'flat'] },
  { id: 'largest', type: 'maximum', from: ['repeated', 'difference'] },
  { id: 'both', type: 'average', from: ['repeated', 'largest'] },
  { id: 'lowest', type: 'reduceMin', params: { axis: 1 } },
  scores(5, 'softmax'),
])

/** Ends in a layer that gives two values. */
const several = drawing('several', [
  image,
  { id: 'conv', type: 'conv2d', params: { filters: 4, kernelSize: 3, activation: 'tanh' } },
  { id: 'ends', type: 'split', params: { sections: [1, 3] } },
])

type Settings = Pick<Training, 'loss' | 'losses'>
const classes: Settings = { loss: 'categoricalCrossentropy' }

function template(name: string): NetworkDocument {
  const found = templates.find(one => one.name === name)
  if (!found) throw new Error(`there is no template ${name}`)
  return found.document
}

export interface TestNetwork {
  readonly document: NetworkDocument
  readonly settings: Settings
}

/** Every layer, every activation, every loss. */
export const smallNetworks: readonly TestNetwork[] = [
  ...[
    plain,
    convolutions,
    dilatedDepthwise,
    merges,
    normalized,
    rectified,
    activated,
    dropped,
    perPixel,
  ].map(document => ({ document, settings: classes })),
  { document: shared, settings: { loss: 'sparseCategoricalCrossentropy' } },
  { document: sharedStatistics, settings: { loss: 'categoricalCrossentropy' } },
  { document: yesOrNo, settings: { loss: 'binaryCrossentropy' } },
  {
    document: { ...plain, name: 'plain by squares' },
    settings: { loss: 'meanSquaredError' },
  },
  {
    document: { ...plain, name: 'plain by differences' },
    settings: { loss: 'meanAbsoluteError' },
  },
  {
    document: twoHeads,
    settings: { ...classes, losses: { place: { loss: 'meanSquaredError', weight: 0.3 } } },
  },
]

/** What is cut, reduced and written as a formula, and several values at the end. */
export const cutNetworks: readonly TestNetwork[] = [
  { document: halves, settings: classes },
  {
    document: several,
    settings: {
      loss: 'meanSquaredError',
      losses: { 'ends:1': { loss: 'meanAbsoluteError', weight: 0.5 } },
    },
  },
]

export const templateNetworks: readonly TestNetwork[] = ['lenet', 'fashion-cnn', 'resnet-20'].map(
  name => ({ document: template(name), settings: classes }),
)

export {
  activated,
  convolutions,
  dropped,
  normalized,
  plain,
  rectified,
  several,
  shared,
  twoHeads,
  yesOrNo,
}
