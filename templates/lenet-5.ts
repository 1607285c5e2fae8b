import type { NetworkDocument } from '../shared/document/types.ts'
import type { Template } from './template.ts'

const document = {
  format: 'layerloom',
  version: 1,
  name: 'LeNet-5',
  parameters: { classes: 10 },
  nodes: [
    { id: 'image', type: 'input', params: { shape: [32, 32, 1] } },
    { id: 'c1', type: 'conv2d', params: { filters: 6, kernelSize: 5, activation: 'tanh' } },
    { id: 's2', type: 'averagePooling2d', params: { poolSize: 2 } },
    { id: 'c3', type: 'conv2d', params: { filters: 16, kernelSize: 5, activation: 'tanh' } },
    { id: 's4', type: 'averagePooling2d', params: { poolSize: 2 } },
    { id: 'c5', type: 'conv2d', params: { filters: 120, kernelSize: 5, activation: 'tanh' } },
    { id: 'flatten', type: 'flatten' },
    { id: 'f6', type: 'dense', params: { units: 84, activation: 'tanh' } },
    { id: 'scores', type: 'dense', params: { units: '=classes', activation: 'softmax' } },
  ],
  edges: [
    { source: 'image', target: 'c1' },
    { source: 'c1', target: 's2' },
    { source: 's2', target: 'c3' },
    { source: 'c3', target: 's4' },
    { source: 's4', target: 'c5' },
    { source: 'c5', target: 'flatten' },
    { source: 'flatten', target: 'f6' },
    { source: 'f6', target: 'scores' },
  ],
  training: {
    dataset: { kind: 'npz', path: 'mnist-32.npz' },
    loss: 'categoricalCrossentropy',
    optimizer: { kind: 'adam', learningRate: 0.001 },
    epochs: 10,
    batchSize: 128,
    seed: 1,
  },
} satisfies NetworkDocument

export const lenet5: Template = {
  name: 'lenet-5',
  family: 'lenet',
  title: 'LeNet-5',
  year: 1998,
  paper: 'LeCun, Bottou, Bengio, Haffner: Gradient-based learning applied to document recognition',
  idea: 'The network of the paper, on 32×32 pixels with tanh. Its C3 connects every map with every other, 2,416 parameters, where the paper’s sparse table has 1,516; its averages carry no weights, and softmax stands in for the radial basis functions at the end. It wants digits in a frame of 32×32, as MNIST padded by two pixels.',
  error: '0.95 % on MNIST; 0.8 % with distorted digits',
  document,
}
