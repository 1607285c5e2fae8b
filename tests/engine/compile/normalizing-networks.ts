// Normalisations of single examples, activations and noise in small networks.
import { drawing, type NodeSpec, type TestNetwork } from './networks.ts'

const image = { id: 'image', type: 'input', params: { shape: [9, 8, 4] } } as const
const conv = (id: string, filters: number, from?: string): NodeSpec => ({
  id,
  type: 'conv2d',
  params: { filters, kernelSize: 3, padding: 'same', activation: 'tanh' },
  ...(from !== undefined && { from: [from] }),
})
const end: readonly NodeSpec[] = [
  { id: 'flat', type: 'flatten' },
  { id: 'scores', type: 'dense', params: { units: 5, activation: 'softmax' } },
]
const across = { size: 3, k: 1, alpha: 0.5 }

export const normalizing = drawing('normalizing', [
  image,
  conv('first', 6),
  { id: 'groups', type: 'groupNormalization', params: { groups: 3 } },
  { id: 'across', type: 'localResponseNormalization', params: across },
  conv('second', 6),
  { id: 'instance', type: 'instanceNormalization' },
  {
    id: 'within',
    type: 'localResponseNormalization',
    params: { ...across, beta: 0.6, mode: 'withinChannel' },
  },
  { id: 'rows', type: 'layerNormalization', params: { axis: [1, 3] } },
  conv('third', 5),
  { id: 'channels', type: 'layerNormalization' },
  { id: 'squares', type: 'rmsNormalization', params: { epsilon: 0.01 } },
  { id: 'lengths', type: 'unitNormalization' },
  ...end,
])

const branches: readonly NodeSpec[] = [
  { id: 'leaky', type: 'leakyReLU' },
  { id: 'learned', type: 'prelu', params: { sharedAxes: [1, 2], alphaInitializer: 'ones' } },
  { id: 'elu', type: 'elu', params: { alpha: 0.5 } },
  { id: 'limited', type: 'reLU', params: { maxValue: 0.5, negativeSlope: 0.1, threshold: 0.2 } },
  { id: 'gelu', type: 'gelu', params: { approximate: true } },
  { id: 'gated', type: 'glu' },
  { id: 'largest', type: 'maxout', params: { pieces: 3 } },
  { id: 'shares', type: 'softmax', params: { axis: 1, temperature: 0.5 } },
  { id: 'cut', type: 'threshold', params: { threshold: 0.1, defaultValue: -0.3 } },
  ...['mish', 'hardSilu', 'squareplus', 'sparsePlus', 'sparsemax', 'logSoftmax', 'softShrink'].map(
    activation => ({ id: activation, type: 'activation', params: { activation } }),
  ),
]

export const activating = drawing('activating', [
  image,
  ...branches.flatMap(branch => [
    conv(`${branch.id}Before`, 6, 'image'),
    { ...branch, from: [`${branch.id}Before`] },
  ]),
  { id: 'all', type: 'concatenate', from: branches.map(({ id }) => id) },
  // No mean over positions: those along which a softmax goes have a constant one.
  ...end,
])

export const disturbed = drawing('disturbed', [
  image,
  { id: 'noise', type: 'gaussianNoise', params: { stddev: 0.2 } },
  conv('first', 6),
  { id: 'spatial', type: 'spatialDropout2d', params: { rate: 0.3 } },
  conv('second', 6),
  { id: 'depth', type: 'stochasticDepth', params: { rate: 0.4 } },
  { id: 'sum', type: 'add', from: ['depth', 'first'] },
  { id: 'gaussian', type: 'gaussianDropout', params: { rate: 0.2 } },
  { id: 'alpha', type: 'alphaDropout', params: { rate: 0.3 } },
  ...end,
])

const classes = { loss: 'categoricalCrossentropy' } as const

export const normalizingNetworks: readonly TestNetwork[] = [normalizing, activating, disturbed].map(
  document => ({ document, settings: classes }),
)
