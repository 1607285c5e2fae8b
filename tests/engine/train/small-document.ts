// A network and data small enough to train in a blink, with everything that a resume must restore:
// Adam's slots, dropout, batch statistics, shuffling, a short last batch, an epoch's running sums.
import type { NetworkDocument, Training } from '../../../shared/document/types.ts'

export const smallTraining: Training = {
  dataset: { kind: 'glyphs', count: 330 },
  loss: 'categoricalCrossentropy',
  optimizer: { kind: 'adam', learningRate: 0.003 },
  epochs: 3,
  batchSize: 16,
  seed: 7,
}

export function smallDocument(training: Partial<Training> = {}): NetworkDocument {
  return {
    format: 'layerloom',
    version: 1,
    name: 'small',
    nodes: [
      { id: 'image', type: 'input', params: { shape: [28, 28, 1] } },
      { id: 'pool', type: 'averagePooling2d', params: { poolSize: 4 } },
      { id: 'c1', type: 'conv2d', params: { filters: 4, kernelSize: 3 } },
      { id: 'norm', type: 'batchNormalization' },
      { id: 'flat', type: 'flatten' },
      { id: 'fc', type: 'dense', params: { units: 16, activation: 'relu' } },
      { id: 'drop', type: 'dropout', params: { rate: 0.3 } },
      { id: 'scores', type: 'dense', params: { units: 10, activation: 'softmax' } },
    ],
    edges: [
      { source: 'image', target: 'pool' },
      { source: 'pool', target: 'c1' },
      { source: 'c1', target: 'norm' },
      { source: 'norm', target: 'flat' },
      { source: 'flat', target: 'fc' },
      { source: 'fc', target: 'drop' },
      { source: 'drop', target: 'scores' },
    ],
    training: { ...smallTraining, ...training },
  }
}
