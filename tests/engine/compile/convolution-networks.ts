// Small networks of convolutions over one axis and three, and of windows with kernels of their own.
import { drawing, type TestNetwork } from './networks.ts'

const image = { id: 'image', type: 'input', params: { shape: [9, 8, 4] } } as const
const scores = { id: 'scores', type: 'dense', params: { units: 5, activation: 'softmax' } } as const

export const alongSequences = drawing('along sequences', [
  image,
  { id: 'steps', type: 'reshape', params: { targetShape: [36, 8] } },
  {
    id: 'causal',
    type: 'conv1d',
    params: {
      filters: 6,
      kernelSize: 3,
      dilationRate: 2,
      padding: 'causal',
      activation: 'relu',
      weightNormalization: true,
    },
  },
  {
    id: 'groups',
    type: 'conv1d',
    params: { filters: 6, kernelSize: 4, groups: 3, strides: 2, padding: [1, 2] },
  },
  {
    id: 'apart',
    type: 'depthwiseConv1d',
    params: { kernelSize: 3, strides: 2, depthMultiplier: 2, activation: 'tanh' },
  },
  { id: 'spread', type: 'depthwiseConv1d', params: { kernelSize: 3, dilationRate: 2 } },
  { id: 'both', type: 'separableConv1d', params: { filters: 5, kernelSize: 2, padding: 'same' } },
  {
    id: 'longer',
    type: 'conv1dTranspose',
    params: { filters: 4, kernelSize: 3, strides: 2, padding: 1, outputPadding: 1 },
  },
  {
    id: 'local',
    type: 'locallyConnected1d',
    params: { filters: 4, kernelSize: 3, strides: 2, padding: 'same', activation: 'relu' },
  },
  { id: 'flat', type: 'flatten' },
  scores,
])

export const throughVolumes = drawing('through volumes', [
  image,
  { id: 'local', type: 'locallyConnected2d', params: { filters: 8, kernelSize: 3, padding: 1 } },
  { id: 'volume', type: 'reshape', params: { targetShape: [4, 9, 8, 2] } },
  {
    id: 'conv',
    type: 'conv3d',
    params: {
      filters: 4,
      kernelSize: [2, 3, 3],
      padding: 'same',
      activation: 'relu',
      weightNormalization: true,
    },
  },
  { id: 'groups', type: 'conv3d', params: { filters: 6, kernelSize: 2, groups: 2, strides: 2 } },
  {
    id: 'larger',
    type: 'conv3dTranspose',
    params: { filters: 3, kernelSize: 3, strides: 2, padding: 1, outputPadding: 1 },
  },
  { id: 'spread', type: 'conv3d', params: { filters: 3, kernelSize: 2, dilationRate: 2 } },
  {
    id: 'uneven',
    type: 'conv3d',
    params: { filters: 3, kernelSize: 2, dilationRate: [1, 2, 1], activation: 'tanh' },
  },
  {
    id: 'apart',
    type: 'conv3dTranspose',
    params: { filters: 2, kernelSize: 2, dilationRate: [2, 1, 2] },
  },
  { id: 'flat', type: 'flatten' },
  scores,
])

export const convolutionNetworks: readonly TestNetwork[] = [alongSequences, throughVolumes].map(
  document => ({ document, settings: { loss: 'categoricalCrossentropy' } }),
)
