import type { NetworkDocument } from '../shared/document/types.ts'
import type { Template } from './template.ts'

const document = {
  format: 'layerloom',
  version: 1,
  name: 'Multilayer perceptron',
  parameters: { hidden: 128, depth: 2, dropRate: 0.2, classes: 10 },
  nodes: [
    { id: 'image', type: 'input', params: { shape: [28, 28, 1] } },
    { id: 'flatten', type: 'flatten' },
    { id: 'hidden', type: 'block', block: 'hiddenLayer', repeat: '=depth' },
    { id: 'scores', type: 'dense', params: { units: '=classes', activation: 'softmax' } },
  ],
  edges: [
    { source: 'image', target: 'flatten' },
    { source: 'flatten', target: 'hidden' },
    { source: 'hidden', target: 'scores' },
  ],
  blocks: {
    hiddenLayer: {
      nodes: [
        { id: 'in', type: 'blockInput' },
        { id: 'fc', type: 'dense', params: { units: '=hidden', activation: 'relu' } },
        { id: 'drop', type: 'dropout', params: { rate: '=dropRate' } },
        { id: 'out', type: 'blockOutput' },
      ],
      edges: [
        { source: 'in', target: 'fc' },
        { source: 'fc', target: 'drop' },
        { source: 'drop', target: 'out' },
      ],
    },
  },
  training: {
    dataset: { kind: 'glyphs' },
    loss: 'categoricalCrossentropy',
    optimizer: { kind: 'adam', learningRate: 0.001 },
    epochs: 10,
    batchSize: 128,
    seed: 1,
  },
} satisfies NetworkDocument

export const mlp: Template = {
  name: 'mlp',
  family: 'mlp',
  title: 'Multilayer perceptron',
  year: 1986,
  paper: 'Rumelhart, Hinton, Williams: Learning representations by back-propagating errors',
  idea: 'Dense layers only: every pixel reaches every unit, and nothing knows which pixels are neighbours. The measure for what convolution is worth; depth and width are parameters.',
  document,
}
