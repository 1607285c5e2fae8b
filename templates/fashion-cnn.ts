import type { NetworkDocument } from '../shared/document/types.ts'
import type { Template } from './template.ts'

const document = {
  format: 'layerloom',
  version: 1,
  name: 'Fashion CNN',
  parameters: { classes: 10 },
  nodes: [
    { id: 'image', type: 'input', params: { shape: [28, 28, 1] } },
    { id: 'stage1', type: 'block', block: 'convStage', params: { filters: 16 } },
    { id: 'stage2', type: 'block', block: 'convStage', params: { filters: 32 } },
    { id: 'flatten', type: 'flatten' },
    { id: 'scores', type: 'dense', params: { units: '=classes', activation: 'softmax' } },
  ],
  edges: [
    { source: 'image', target: 'stage1' },
    { source: 'stage1', target: 'stage2' },
    { source: 'stage2', target: 'flatten' },
    { source: 'flatten', target: 'scores' },
  ],
  blocks: {
    convStage: {
      parameters: { filters: 16 },
      nodes: [
        { id: 'in', type: 'blockInput' },
        { id: 'conv', type: 'conv2d', params: { filters: '=filters', kernelSize: 5, padding: 2 } },
        { id: 'norm', type: 'batchNormalization' },
        { id: 'relu', type: 'activation', params: { activation: 'relu' } },
        { id: 'pool', type: 'maxPooling2d', params: { poolSize: 2 } },
        { id: 'out', type: 'blockOutput' },
      ],
      edges: [
        { source: 'in', target: 'conv' },
        { source: 'conv', target: 'norm' },
        { source: 'norm', target: 'relu' },
        { source: 'relu', target: 'pool' },
        { source: 'pool', target: 'out' },
      ],
    },
  },
  training: {
    dataset: { kind: 'glyphs' },
    loss: 'categoricalCrossentropy',
    optimizer: { kind: 'adam', learningRate: 0.001 },
    epochs: 5,
    batchSize: 128,
    seed: 1,
  },
} satisfies NetworkDocument

export const fashionCnn: Template = {
  name: 'fashion-cnn',
  family: 'exercises',
  title: 'Fashion CNN',
  year: 2017,
  paper: 'Exercise of the course, on Fashion-MNIST by Xiao, Rasul and Vollgraf',
  idea: 'Convolution, batch normalization, ReLU, pooling, twice, and one dense layer. Small enough for a minute of training, good for about 90 % on Fashion-MNIST. It starts with the drawn digits; give it the Fashion-MNIST files as data for the exercise.',
  document,
}
