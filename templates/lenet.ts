import type { NetworkDocument } from '../shared/document/types.ts'
import type { Template } from './template.ts'

const document = {
  format: 'layerloom',
  version: 1,
  name: 'LeNet',
  parameters: { classes: 10 },
  nodes: [
    { id: 'image', type: 'input', params: { shape: [28, 28, 1] } },
    {
      id: 'conv1',
      type: 'conv2d',
      params: { filters: 6, kernelSize: 5, padding: 'same', activation: 'relu' },
    },
    { id: 'pool1', type: 'averagePooling2d', params: { poolSize: 2 } },
    { id: 'conv2', type: 'conv2d', params: { filters: 16, kernelSize: 5, activation: 'relu' } },
    { id: 'pool2', type: 'averagePooling2d', params: { poolSize: 2 } },
    { id: 'flatten', type: 'flatten' },
    { id: 'fc1', type: 'dense', params: { units: 120, activation: 'relu' } },
    { id: 'fc2', type: 'dense', params: { units: 84, activation: 'relu' } },
    { id: 'scores', type: 'dense', params: { units: '=classes', activation: 'softmax' } },
  ],
  edges: [
    { source: 'image', target: 'conv1' },
    { source: 'conv1', target: 'pool1' },
    { source: 'pool1', target: 'conv2' },
    { source: 'conv2', target: 'pool2' },
    { source: 'pool2', target: 'flatten' },
    { source: 'flatten', target: 'fc1' },
    { source: 'fc1', target: 'fc2' },
    { source: 'fc2', target: 'scores' },
  ],
  training: {
    dataset: { kind: 'glyphs' },
    loss: 'categoricalCrossentropy',
    optimizer: { kind: 'adam', learningRate: 0.001 },
    epochs: 5,
    batchSize: 64,
    seed: 1,
  },
} satisfies NetworkDocument

export const lenet: Template = {
  name: 'lenet',
  family: 'lenet',
  title: 'LeNet',
  year: 1998,
  paper: 'LeCun, Bottou, Bengio, Haffner: Gradient-based learning applied to document recognition',
  idea: 'Two convolutions find strokes and then parts of digits, each followed by a pooling that halves the picture; three dense layers decide. This is the form of the exercises: 28×28 pixels, “same” padding in the first convolution, ReLU.',
  document,
}
