// Networks whose weights lie before poolings and layers of space, along one axis, two and three.
import type { NetworkDocument } from '../../../shared/document/types.ts'
import { drawing, type NodeSpec, type TestNetwork } from './networks.ts'

const scores: NodeSpec = {
  id: 'scores',
  type: 'dense',
  params: { units: 5, activation: 'softmax' },
}

const pictures = drawing('pictures of many sizes', [
  { id: 'image', type: 'input', params: { shape: [9, 8, 4] } },
  {
    id: 'conv',
    type: 'conv2d',
    params: { filters: 6, kernelSize: 3, padding: 'same', activation: 'tanh' },
  },
  { id: 'mirror', type: 'reflectionPadding2d', params: { padding: [1, 2] } },
  { id: 'wider', type: 'upSampling2d', params: { size: [1, 2], interpolation: 'bilinear' } },
  {
    id: 'cut',
    type: 'cropping2d',
    params: {
      cropping: [
        [0, 1],
        [2, 2],
      ],
    },
  },
  { id: 'mixed', type: 'conv2d', params: { filters: 8, kernelSize: 3, strides: 2 } },
  { id: 'shuffled', type: 'depthToSpace' },
  {
    id: 'blurred',
    type: 'weightedAveragePooling2d',
    params: { poolSize: 3, strides: 2, padding: 'same' },
  },
  { id: 'resized', type: 'resizing', params: { height: 8, width: 6 } },
  { id: 'again', type: 'conv2d', params: { filters: 4, kernelSize: 1 } },
  { id: 'norms', type: 'l2Pooling2d', params: { poolSize: 3, strides: 1, padding: 1 } },
  { id: 'blocks', type: 'spaceToDepth' },
  { id: 'repeated', type: 'upSampling2d', params: { size: [2, 3] } },
  { id: 'least', type: 'minPooling2d', params: { poolSize: [2, 1], strides: 1 } },
  { id: 'means', type: 'adaptiveAveragePooling2d', params: { outputSize: [5, 4] } },
  { id: 'patches', type: 'extractPatches', params: { size: 2, strides: [2, 1], padding: 'same' } },
  { id: 'last', type: 'conv2d', params: { filters: 3, kernelSize: 1 } },
  { id: 'pyramid', type: 'spatialPyramidPooling', params: { bins: [1, 2] } },
  scores,
])

const volumes = drawing('volumes', [
  { id: 'volume', type: 'input', params: { shape: [4, 6, 5, 2] } },
  { id: 'pixels', type: 'dense', params: { units: 4, activation: 'tanh' } },
  { id: 'border', type: 'zeroPadding3d', params: { padding: [1, 0, 2] } },
  {
    id: 'largest',
    type: 'maxPooling3d',
    params: { poolSize: [2, 3, 2], strides: [1, 2, 2], padding: 1 },
  },
  { id: 'mixed', type: 'dense', params: { units: 3 } },
  { id: 'larger', type: 'upSampling3d', params: { size: [1, 2, 2] } },
  { id: 'means', type: 'averagePooling3d', params: { poolSize: 3, strides: 2, padding: 'same' } },
  {
    id: 'cut',
    type: 'cropping3d',
    params: {
      cropping: [
        [1, 0],
        [0, 1],
        [1, 1],
      ],
    },
  },
  { id: 'mean', type: 'globalAveragePooling3d' },
  scores,
])

const sequences = drawing('sequences of many lengths', [
  { id: 'steps', type: 'input', params: { shape: [11, 3] } },
  { id: 'each', type: 'dense', params: { units: 4, activation: 'tanh' } },
  { id: 'longer', type: 'zeroPadding1d', params: { padding: [2, 1] } },
  { id: 'largest', type: 'maxPooling1d', params: { poolSize: 3, strides: 2, padding: 1 } },
  { id: 'twice', type: 'upSampling1d' },
  { id: 'mixed', type: 'dense', params: { units: 5 } },
  { id: 'cut', type: 'cropping1d', params: { cropping: [0, 3] } },
  { id: 'means', type: 'averagePooling1d', params: { poolSize: 4, strides: 3, padding: 'same' } },
  { id: 'peak', type: 'globalMaxPooling1d' },
  scores,
])

export const spaceNetworks: readonly TestNetwork[] = [pictures, volumes, sequences].map(
  (document: NetworkDocument) => ({ document, settings: { loss: 'categoricalCrossentropy' } }),
)
