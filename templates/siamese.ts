import type { Block } from '../shared/document/types.ts'
import { dense, graph, layer, maxPool, network, rowBlock, use } from './parts/nodes.ts'
import type { Template } from './template.ts'

const picture = { shape: ['=size', '=size', '=channels'] }

/** One encoder, used twice: the names of its weights are the whole document's. */
const encoder: Block = rowBlock(
  {},
  layer(
    'conv1',
    'conv2d',
    { filters: '=width', kernelSize: 3, padding: 'same', activation: 'relu' },
    { sharedWeights: '/conv1' },
  ),
  maxPool('pool1', 2),
  layer(
    'conv2',
    'conv2d',
    { filters: '=2*width', kernelSize: 3, padding: 'same', activation: 'relu' },
    { sharedWeights: '/conv2' },
  ),
  maxPool('pool2', 2),
  layer('flatten', 'flatten'),
  layer(
    'features',
    'dense',
    { units: '=features', activation: 'sigmoid' },
    { sharedWeights: '/features' },
  ),
)

const document = network(
  'Siamese network',
  graph(
    [
      layer('first', 'input', picture),
      layer('second', 'input', picture),
      use('left', 'encoder'),
      use('right', 'encoder'),
      layer('there', 'subtract'),
      layer('back', 'subtract'),
      layer('distance', 'maximum'),
      dense('same', 1, 'sigmoid'),
    ],
    'first left there distance same',
    'second right there',
    'right back distance',
    'left back',
  ),
  {
    parameters: { size: 28, channels: 1, width: 16, features: 64 },
    blocks: { encoder },
    training: {
      dataset: { kind: 'npz', path: 'pairs.npz' },
      loss: 'binaryCrossentropy',
      optimizer: { kind: 'adam', learningRate: 0.001 },
      epochs: 10,
    },
  },
)

export const siamese: Template = {
  name: 'siamese',
  family: 'pictures',
  title: 'Siamese network',
  year: 1993,
  paper:
    'Bromley, Guyon, LeCun, Säckinger, Shah: Signature verification using a siamese time delay neural network; Koch, Zemel, Salakhutdinov, 2015',
  idea: 'Do two pictures show the same? Both go through one encoder, the same weights twice, and what is compared are its features: |a − b|, the larger of a − b and b − a, weighted by one dense unit. It learns to compare, not to name, so that it can judge pairs of classes that it has never seen.',
  error: '8.0 % in one-shot recognition among 20 letters of Omniglot (Koch and others)',
  document,
}
