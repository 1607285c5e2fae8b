// One drawing of many layers side by side: every case with an input and an output of its own.
import type {
  DocumentEdge,
  DocumentNode,
  JsonObject,
  NetworkDocument,
} from '../../../shared/document/types.ts'
import { findLayer } from '../../../shared/layers/index.ts'
import { casesOfFamily } from '../../fixtures/layers/load.ts'

export interface LayerCase {
  readonly type: string
  readonly params?: JsonObject
  readonly inputs: readonly (readonly number[])[]
}

/** Weights that are all zeros or ones would hide that two of them are exchanged or left out. */
const lively: Readonly<Record<string, JsonObject>> = {
  conv2d: { biasInitializer: 'randomNormal' },
  depthwiseConv2d: { biasInitializer: 'randomNormal' },
  separableConv2d: { biasInitializer: 'randomNormal' },
  conv2dTranspose: { biasInitializer: 'randomNormal' },
  conv1d: { biasInitializer: 'randomNormal' },
  conv3d: { biasInitializer: 'randomNormal' },
  conv1dTranspose: { biasInitializer: 'randomNormal' },
  conv3dTranspose: { biasInitializer: 'randomNormal' },
  depthwiseConv1d: { biasInitializer: 'randomNormal' },
  separableConv1d: { biasInitializer: 'randomNormal' },
  locallyConnected1d: { biasInitializer: 'randomNormal' },
  locallyConnected2d: { biasInitializer: 'randomNormal' },
  dense: { biasInitializer: 'randomNormal' },
  multiHeadAttention: { biasInitializer: 'randomNormal' },
  patchEmbedding: { biasInitializer: 'randomNormal' },
  classToken: { initializer: 'randomNormal' },
  simpleRNN: { biasInitializer: 'randomNormal' },
  gru: { biasInitializer: 'randomNormal' },
  lstm: { biasInitializer: 'randomNormal', unitForgetBias: false },
  layerNormalization: { gammaInitializer: 'randomNormal', betaInitializer: 'randomUniform' },
  groupNormalization: { gammaInitializer: 'randomNormal', betaInitializer: 'randomUniform' },
  instanceNormalization: { gammaInitializer: 'randomNormal', betaInitializer: 'randomUniform' },
  prelu: { alphaInitializer: 'randomNormal' },
  batchNormalization: {
    gammaInitializer: 'randomNormal',
    betaInitializer: 'randomUniform',
    movingMeanInitializer: 'truncatedNormal',
  },
}

export function sideBySide(name: string, cases: readonly LayerCase[]): NetworkDocument {
  const nodes: DocumentNode[] = []
  const edges: DocumentEdge[] = []
  for (const [index, { type, params, inputs }] of cases.entries()) {
    const id = `${type}${index}`
    for (const [place, shape] of inputs.entries()) {
      const source = `x${index}_${place}`
      nodes.push({ id: source, type: 'input', params: { shape } })
      const ports = findLayer(type)?.inputs
      const targetHandle = Array.isArray(ports) ? String(ports[place]) : undefined
      edges.push({ source, target: id, ...(targetHandle !== undefined && { targetHandle }) })
    }
    nodes.push({ id, type, params: { ...lively[type], ...params } })
  }
  return { format: 'layerloom', version: 1, name, nodes, edges }
}

const picture = [9, 8, 4]
const window = { filters: 6, kernelSize: 3 }

const paddings = [
  'same',
  'valid',
  1,
  [2, 1],
  [
    [0, 2],
    [1, 0],
  ],
  [1, [0, 2]],
] as const
const geometries: readonly JsonObject[] = [
  {},
  { strides: 2 },
  { strides: [1, 2] },
  { dilationRate: 2 },
  { dilationRate: [1, 2], strides: [2, 1] },
  { strides: 2, dilationRate: 2 },
]
const activations = [
  'linear',
  'relu',
  'relu6',
  'leakyRelu',
  'elu',
  'selu',
  'gelu',
  'swish',
  'sigmoid',
  'hardSigmoid',
  'tanh',
  'softplus',
  'softsign',
  'softmax',
]

function every(type: string, base: JsonObject, input = picture): LayerCase[] {
  return paddings.flatMap(padding =>
    geometries.map(geometry => ({
      type,
      params: { ...base, ...geometry, padding: padding as JsonObject[string] },
      inputs: [input],
    })),
  )
}

const transposed: LayerCase[] = every('conv2dTranspose', window, [5, 4, 3]).filter(
  ({ params }) => params?.dilationRate === undefined || params.strides === undefined,
)

/** Every layer and every corner at which the printed code takes another way. */
export const cornerCases: readonly LayerCase[] = [
  ...every('conv2d', window),
  ...every('conv2d', { ...window, groups: 2, kernelSize: [2, 3] }),
  ...every('depthwiseConv2d', { kernelSize: 3 }),
  ...every('depthwiseConv2d', { kernelSize: [3, 2], depthMultiplier: 2 }),
  ...every('separableConv2d', { ...window, depthMultiplier: 2 }),
  ...transposed,
  ...[0, 1].flatMap(outputPadding =>
    (
      [
        'same',
        'valid',
        1,
        [
          [0, 1],
          [1, 0],
        ],
      ] as const
    ).map(padding => ({
      type: 'conv2dTranspose',
      params: {
        filters: 2,
        kernelSize: 3,
        strides: 2,
        outputPadding,
        padding: padding as JsonObject[string],
      },
      inputs: [[4, 5, 3]],
    })),
  ),
  {
    type: 'conv2dTranspose',
    params: { filters: 2, kernelSize: 2, strides: 3 },
    inputs: [[4, 5, 3]],
  },
  ...(
    [
      'same',
      'valid',
      1,
      [
        [0, 1],
        [1, 0],
      ],
      [1, [0, 1]],
    ] as const
  ).flatMap(padding =>
    ['maxPooling2d', 'averagePooling2d'].flatMap(type =>
      [{ poolSize: 3 }, { poolSize: 3, strides: 2 }, { poolSize: [2, 3], strides: [1, 2] }, {}].map(
        params => ({
          type,
          params: { ...params, padding: padding as JsonObject[string] },
          inputs: [picture],
        }),
      ),
    ),
  ),
  ...activations.flatMap(activation => [
    { type: 'activation', params: { activation }, inputs: [[3, 2, 5]] },
    { type: 'dense', params: { units: 7, activation }, inputs: [[6]] },
    { type: 'conv2d', params: { ...window, activation }, inputs: [picture] },
    {
      type: 'depthwiseConv2d',
      params: { kernelSize: 3, dilationRate: 2, activation },
      inputs: [picture],
    },
  ]),
  ...[
    {},
    { scale: false },
    { center: false },
    { scale: false, center: false },
    { trainable: false },
    { epsilon: 0.1, momentum: 0.5 },
  ].flatMap(params => [
    { type: 'batchNormalization', params, inputs: [picture] },
    { type: 'batchNormalization', params, inputs: [[5]] },
  ]),
  { type: 'batchNormalization', params: { axis: 3 }, inputs: [picture] },
  ...['conv2d', 'separableConv2d', 'conv2dTranspose'].map(type => ({
    type,
    params: { ...window, useBias: false, trainable: false },
    inputs: [picture],
  })),
  {
    type: 'depthwiseConv2d',
    params: { kernelSize: 3, useBias: false, trainable: false },
    inputs: [picture],
  },
  { type: 'dense', params: { units: 3, useBias: false }, inputs: [[4, 5]] },
  { type: 'dense', params: { units: 3 }, inputs: [picture] },
  { type: 'dropout', params: { rate: 0.4 }, inputs: [[5]] },
  { type: 'dropout', params: { rate: 0 }, inputs: [picture] },
  { type: 'flatten', inputs: [picture] },
  { type: 'flatten', inputs: [[5]] },
  { type: 'reshape', params: { targetShape: [-1] }, inputs: [picture] },
  { type: 'reshape', params: { targetShape: [6, -1, 4] }, inputs: [picture] },
  { type: 'reshape', params: { targetShape: [2, 3] }, inputs: [[6]] },
  ...['globalAveragePooling2d', 'globalMaxPooling2d'].flatMap(type => [
    { type, inputs: [picture] },
    { type, params: { keepdims: true }, inputs: [picture] },
  ]),
  ...[
    1,
    0,
    [1, 2],
    [
      [1, 0],
      [0, 3],
    ],
    [1, [0, 2]],
  ].map(padding => ({
    type: 'zeroPadding2d',
    params: { padding },
    inputs: [picture],
  })),
  ...['add', 'multiply', 'concatenate'].flatMap(type => [
    { type, inputs: [picture, picture] },
    { type, inputs: [[5], [5], [5]] },
  ]),
  ...['add', 'multiply'].map(type => ({ type, inputs: [picture, [1, 1, 4]] })),
  { type: 'concatenate', params: { axis: 1 }, inputs: [picture, [2, 8, 4]] },
  { type: 'concatenate', params: { axis: -2 }, inputs: [picture, [9, 3, 4]] },
]

/** The layers of sequences, in the cases that are compared with Keras. */
export const sequenceCases: readonly LayerCase[] = ['attention', 'recurrent'].flatMap(casesOfFamily)

/** Convolutions over one axis and three, and the locally connected layers. */
export const convolutionCases: readonly LayerCase[] = casesOfFamily('convolution-nd')

export const preprocessingCases: readonly LayerCase[] = casesOfFamily('preprocessing')

export const spaceCases: readonly LayerCase[] = ['pooling', 'spatial'].flatMap(casesOfFamily)

/** Normalisations of single examples, activations and what is random in training. */
export const normalizingCases: readonly LayerCase[] = [
  'normalization',
  'activations',
  'regularization',
].flatMap(casesOfFamily)

/** What cuts, turns, joins and reduces, and formulas. */
export const mergeCases: readonly LayerCase[] = ['shape', 'merge', 'reduce', 'expression'].flatMap(
  casesOfFamily,
)
