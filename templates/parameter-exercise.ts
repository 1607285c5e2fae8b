import type { NetworkDocument } from '../shared/document/types.ts'
import type { Template } from './template.ts'

const document = {
  format: 'layerloom',
  version: 1,
  name: 'Parameter exercise',
  parameters: { classes: 10 },
  nodes: [
    { id: 'image', type: 'input', params: { shape: [224, 224, 3] } },
    {
      id: 'conv1',
      type: 'conv2d',
      params: { filters: 64, kernelSize: 7, strides: 2, padding: 3, activation: 'relu' },
    },
    { id: 'pool1', type: 'maxPooling2d', params: { poolSize: 2 } },
    {
      id: 'conv2',
      type: 'conv2d',
      params: { filters: 128, kernelSize: 3, padding: 1, activation: 'relu' },
    },
    { id: 'pool2', type: 'maxPooling2d', params: { poolSize: 2 } },
    { id: 'flatten', type: 'flatten' },
    { id: 'fc1', type: 'dense', params: { units: 1024, activation: 'relu' } },
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
    dataset: { kind: 'npz', path: 'pictures-224.npz' },
    loss: 'categoricalCrossentropy',
    optimizer: { kind: 'momentum', learningRate: 0.01, momentum: 0.9 },
    epochs: 10,
    batchSize: 32,
    seed: 1,
  },
} satisfies NetworkDocument

export const parameterExercise: Template = {
  name: 'parameter-exercise',
  family: 'exercises',
  title: 'Parameter exercise',
  year: 2020,
  paper: 'Exercise of the course: count the parameters of every layer',
  idea: 'Where do the parameters sit? Two convolutions need 83,328, the first dense layer behind them 28·28·128·1,024 + 1,024 = 102,761,472. Replace flatten by a global pooling and see what is left.',
  document,
}
