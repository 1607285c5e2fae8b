// First weights and settings that train badly.
import { layer } from '../drawing.ts'
import { chain, conv, dense, end, type Finding, image, mean, norm, training } from './parts.ts'

export const trainingFindings: readonly Finding[] = [
  {
    code: 'constant-kernel',
    node: 'fc',
    says: ['start at 0'],
    in: chain(image(4), dense('fc', 8, { activation: 'relu', kernelInitializer: 'zeros' }), end),
    notIn: chain(image(4), dense('fc', 8, { activation: 'relu' }), end),
  },
  {
    code: 'far-from-he',
    node: 'd0',
    // 5 layers of 512 inputs: (0.5 ÷ √(2 ÷ 512))⁵ = 8⁵ = 32,768.
    says: ['deviation 0.5', '√(2 ÷ 512) = 0.0625', 'after 5 layers', '32800 times as large'],
    in: chain(
      image(512),
      ...[0, 1, 2, 3, 4].map(at =>
        dense(`d${at}`, 512, {
          activation: 'relu',
          kernelInitializer: { kind: 'randomNormal', stddev: 0.5 },
        }),
      ),
      end,
    ),
    notIn: chain(
      image(512),
      ...[0, 1, 2, 3, 4].map(at =>
        dense(`d${at}`, 512, {
          activation: 'relu',
          kernelInitializer: { kind: 'randomNormal', stddev: 0.0625 },
        }),
      ),
      end,
    ),
  },
  {
    code: 'selu-initializer',
    node: 'fc',
    says: ['1 ÷ fan in'],
    in: chain(image(4), dense('fc', 8, { activation: 'selu' }), end),
    notIn: chain(
      image(4),
      dense('fc', 8, { activation: 'selu', kernelInitializer: 'leCunNormal' }),
      end,
    ),
  },
  {
    code: 'selu-dropout',
    node: 'drop',
    says: ['alphaDropout'],
    in: chain(
      image(4),
      dense('fc', 8, { activation: 'selu', kernelInitializer: 'leCunNormal' }),
      layer('drop', 'dropout', { rate: 0.1 }),
      end,
    ),
    notIn: chain(
      image(4),
      dense('fc', 8, { activation: 'relu' }),
      layer('drop', 'dropout', { rate: 0.1 }),
      end,
    ),
  },
  {
    code: 'small-batch-for-normalization',
    node: 'norm',
    says: ['batches of 2'],
    in: {
      ...chain(image(8, 8, 3), conv('c', 4), norm, mean, end),
      training: { ...training, batchSize: 2 },
    },
    notIn: chain(image(8, 8, 3), conv('c', 4), norm, mean, end),
  },
  {
    code: 'learning-rate',
    node: null,
    says: ['is 0.5', '0.001 is usual'],
    in: {
      ...chain(image(4), end),
      training: { ...training, optimizer: { kind: 'adam', learningRate: 0.5 } },
    },
    notIn: {
      ...chain(image(4), end),
      training: { ...training, optimizer: { kind: 'adam', learningRate: 0.01 } },
    },
  },
  {
    code: 'memory',
    node: null,
    says: ['16.0 GiB', 'batch size of 4096'],
    in: {
      ...chain(image(512, 512, 3), conv('c', 64), mean, end),
      training: { ...training, batchSize: 4096 },
    },
    notIn: chain(image(64, 64, 3), conv('c', 64), mean, end),
  },
  {
    code: 'idle-weight-decay',
    node: null,
    says: ['0.01 reaches no weight'],
    in: {
      ...chain(image(8, 8, 3), norm, mean),
      training: { ...training, optimizer: { kind: 'sgd', learningRate: 0.1, weightDecay: 0.01 } },
    },
    notIn: {
      ...chain(image(4), end),
      training: { ...training, optimizer: { kind: 'sgd', learningRate: 0.1, weightDecay: 0.01 } },
    },
  },
  {
    code: 'decayed-twice',
    node: 'fc',
    says: ['penalty of 0.01', '0.02·w', '0.03·w: together 0.05·w'],
    in: {
      ...chain(image(4), dense('fc', 8, { kernelRegularizer: { l2: 0.01 } }), end),
      training: { ...training, optimizer: { kind: 'sgd', learningRate: 0.1, weightDecay: 0.03 } },
    },
    notIn: {
      ...chain(image(4), dense('fc', 8, { kernelRegularizer: { l1: 0.01 } }), end),
      training: { ...training, optimizer: { kind: 'sgd', learningRate: 0.1, weightDecay: 0.03 } },
    },
  },
  {
    code: 'half-frozen',
    node: 'norm',
    says: ['Freeze both'],
    in: chain(image(8, 8, 3), conv('c', 4, { trainable: false }), norm, mean, end),
    notIn: chain(image(8, 8, 3), conv('c', 4), norm, mean, end),
  },
]
