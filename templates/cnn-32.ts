import type { NetworkDocument } from '../shared/document/types.ts'
import type { Template } from './template.ts'

const document = {
  format: 'layerloom',
  version: 1,
  name: 'CNN for 32×32 pictures',
  parameters: { classes: 10 },
  nodes: [
    { id: 'image', type: 'input', params: { shape: [32, 32, 3] } },
    {
      id: 'conv1',
      type: 'conv2d',
      params: { filters: 32, kernelSize: 5, padding: 2, activation: 'relu' },
    },
    { id: 'pool1', type: 'maxPooling2d', params: { poolSize: 2 } },
    {
      id: 'conv2',
      type: 'conv2d',
      params: { filters: 64, kernelSize: 5, padding: 2, activation: 'relu' },
    },
    { id: 'pool2', type: 'maxPooling2d', params: { poolSize: 2 } },
    { id: 'flatten', type: 'flatten' },
    { id: 'fc1', type: 'dense', params: { units: 128, activation: 'relu' } },
    { id: 'scores', type: 'dense', params: { units: '=classes', activation: 'softmax' } },
  ],
  edges: [
    { source: 'image', target: 'conv1' },
    { source: 'conv1', target: 'pool1' },
    { source: 'pool1', target: 'conv2' },
    { source: 'conv2', target: 'pool2' },
    { source: 'pool2', target: 'flatten' },
    { source: 'flatten', target: 'fc1' },
    { source: 'fc1', target: 'scores' },
  ],
  training: {
    dataset: { kind: 'npz', path: 'cifar10.npz' },
    loss: 'categoricalCrossentropy',
    optimizer: { kind: 'adam', learningRate: 0.001 },
    epochs: 10,
    batchSize: 128,
    seed: 1,
  },
} satisfies NetworkDocument

export const cnn32: Template = {
  name: 'cnn-32',
  family: 'exercises',
  title: 'CNN for 32×32 pictures',
  year: 2012,
  paper: 'Exercise of the course; the form goes back to LeNet',
  idea: 'The usual first network for small colour pictures: two 5×5 convolutions with padding 2 keep the size, two poolings quarter it, and 8×8×64 = 4,096 numbers reach the dense layers, which hold most of the parameters.',
  document,
}
