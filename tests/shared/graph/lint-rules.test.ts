// Every rule of the linter: a drawing in which it finds something, and the same one mended.
import { describe, expect, it } from 'vitest'
import { applyFix } from '../../../shared/document/fixes.ts'
import type { DocumentNode, NetworkDocument, Training } from '../../../shared/document/types.ts'
import { analyse } from '../../../shared/graph/analyse.ts'
import { drawing, layer } from './drawing.ts'

const training: Training = {
  dataset: { kind: 'npz', path: 'x.npz' },
  loss: 'categoricalCrossentropy',
  optimizer: { kind: 'sgd', learningRate: 0.1 },
  epochs: 1,
  batchSize: 32,
  seed: 1,
}
const image = (...shape: number[]) => layer('image', 'input', { shape })
const conv = (id: string, filters: number, rest = {}) =>
  layer(id, 'conv2d', { filters, kernelSize: 3, padding: 'same', activation: 'relu', ...rest })
const dense = (id: string, units: number, rest = {}) => layer(id, 'dense', { units, ...rest })
const flat = layer('flat', 'flatten')
const mean = layer('mean', 'globalAveragePooling2d')
const norm = layer('norm', 'batchNormalization')
const end = dense('end', 10, { activation: 'softmax' })

function chain(...nodes: DocumentNode[]): NetworkDocument {
  return drawing(nodes, nodes.map(node => node.id).join(' > '), { training })
}

function stack(count: number, make: (index: number) => DocumentNode): DocumentNode[] {
  return Array.from({ length: count }, (_, index) => make(index))
}

function found(document: NetworkDocument, code: string) {
  return analyse(document).problems.filter(problem => problem.code === code)
}

interface Finding {
  readonly code: string
  readonly node: string | null
  /** The numbers of the sentence, worked out by hand. */
  readonly says: readonly string[]
  readonly in: NetworkDocument
  /** A drawing that is nearly the same and sound. */
  readonly notIn: NetworkDocument
}

const findings: readonly Finding[] = [
  {
    code: 'clipped-logits',
    node: 'scores',
    says: ['cuts off at 0'],
    in: chain(
      image(4),
      dense('scores', 3, { activation: 'relu' }),
      layer('s', 'activation', { activation: 'softmax' }),
    ),
    notIn: chain(image(4), dense('scores', 3), layer('s', 'activation', { activation: 'softmax' })),
  },
  {
    code: 'softmax-of-one',
    node: 'scores',
    says: ['always 1'],
    in: chain(image(4), dense('scores', 1, { activation: 'softmax' })),
    notIn: chain(image(4), dense('scores', 2, { activation: 'softmax' })),
  },
  {
    code: 'dead-branch',
    node: 'side',
    says: ['end only'],
    in: {
      ...drawing([image(4), end, dense('side', 2)], 'image > end, image > side'),
      training: { ...training, losses: { end: { loss: 'categoricalCrossentropy' } } },
    },
    notIn: {
      ...drawing([image(4), end, dense('side', 2)], 'image > end, image > side'),
      training: {
        ...training,
        losses: {
          end: { loss: 'categoricalCrossentropy' },
          side: { loss: 'categoricalCrossentropy' },
        },
      },
    },
  },
  {
    code: 'activation-without-effect',
    node: 'again',
    says: ['relu already'],
    in: chain(
      image(8, 8, 3),
      conv('c', 4),
      layer('again', 'activation', { activation: 'relu' }),
      mean,
      end,
    ),
    notIn: chain(
      image(8, 8, 3),
      conv('c', 4),
      layer('again', 'activation', { activation: 'tanh' }),
      mean,
      end,
    ),
  },
  {
    code: 'without-effect',
    node: 'pool',
    says: ['one position'],
    in: chain(
      image(8, 8, 3),
      conv('c', 4),
      layer('pool', 'maxPooling2d', { poolSize: 1, strides: 1 }),
      mean,
      end,
    ),
    notIn: chain(
      image(8, 8, 3),
      conv('c', 4),
      layer('pool', 'maxPooling2d', { poolSize: 2 }),
      mean,
      end,
    ),
  },
  {
    code: 'same-input-twice',
    node: 'sum',
    says: ['reads c twice'],
    in: drawing(
      [image(8, 8, 3), conv('c', 3), layer('sum', 'add')],
      'image > c, c > sum, c > sum',
      { training },
    ),
    notIn: drawing(
      [image(8, 8, 3), conv('c', 3), layer('sum', 'add')],
      'image > c, c > sum, image > sum',
      { training },
    ),
  },
  {
    // 28·28·16·1000 + 1000 = 12,545,000; after averaging 16·1000 + 1000 = 17,000.
    code: 'heavy-dense',
    node: 'fc',
    says: ['28×28×16 = 12,544', '12,545,000', '17,000'],
    in: chain(
      image(28, 28, 3),
      conv('c', 16),
      flat,
      dense('fc', 1000, { activation: 'relu' }),
      end,
    ),
    notIn: chain(
      image(28, 28, 3),
      conv('c', 16),
      mean,
      dense('fc', 1000, { activation: 'relu' }),
      end,
    ),
  },
  {
    code: 'unused-block',
    node: null,
    says: ['block spare'],
    in: { ...chain(image(4), end), blocks: { spare: { nodes: [], edges: [] } } },
    notIn: chain(image(4), end),
  },
  {
    code: 'nothing-trains',
    node: null,
    says: ['50 parameters are frozen'],
    in: chain(image(4), dense('fc', 10, { trainable: false })),
    notIn: chain(image(4), dense('fc', 10)),
  },
  {
    code: 'dropout-before-normalization',
    node: 'drop',
    says: ['another one in use'],
    in: chain(
      image(8, 8, 3),
      conv('c', 4),
      layer('drop', 'dropout', { rate: 0.2 }),
      norm,
      mean,
      end,
    ),
    notIn: chain(
      image(8, 8, 3),
      conv('c', 4),
      norm,
      layer('drop', 'dropout', { rate: 0.2 }),
      mean,
      end,
    ),
  },
  {
    code: 'disturbed-output',
    node: 'drop',
    says: ['the answers themselves'],
    in: chain(image(4), end, layer('drop', 'dropout', { rate: 0.2 })),
    notIn: chain(image(4), layer('drop', 'dropout', { rate: 0.2 }), end),
  },
  {
    code: 'bottleneck',
    node: 'fc',
    says: ['4 units', '10 classes', 'at least 9'],
    in: chain(image(64), dense('fc', 4, { activation: 'relu' }), end),
    notIn: chain(image(64), dense('fc', 9, { activation: 'relu' }), end),
  },
  {
    // 16·16·32 = 8,192 numbers become 8·8·16 = 1,024.
    code: 'narrower-and-smaller',
    node: 'b',
    says: ['16×16 to 8×8', '32 to 16', '8,192', '1,024'],
    in: chain(image(16, 16, 3), conv('a', 32), conv('b', 16, { strides: 2 }), mean, end),
    notIn: chain(image(16, 16, 3), conv('a', 32), conv('b', 32, { strides: 2 }), mean, end),
  },
  {
    // FACTS: two 3×3 need 18·C² where one 5×5 needs 25·C²: 73,728 against 102,400 for C = 64, 28 % fewer.
    code: 'large-kernel',
    node: 'five',
    says: ['102,400', '73,728', '28 %'],
    in: chain(image(16, 16, 64), conv('five', 64, { kernelSize: 5 }), mean, end),
    notIn: chain(image(16, 16, 3), conv('five', 64, { kernelSize: 5 }), mean, end),
  },
  {
    code: 'stage-jump',
    node: 'c',
    says: ['the whole network'],
    in: chain(
      image(32, 32, 3),
      conv('a', 8),
      conv('b', 8, { strides: 2 }),
      conv('c', 256, { strides: 2 }),
      conv('d', 256),
      mean,
      end,
    ),
    notIn: chain(
      image(32, 32, 3),
      conv('a', 8),
      conv('b', 16, { strides: 2 }),
      conv('c', 32, { strides: 2 }),
      conv('d', 32),
      mean,
      end,
    ),
  },
  {
    // The sigmoid's slope is at most 1/4: (1/4)^6 = 1/4,096.
    code: 'saturating-stack',
    node: 's0',
    says: ['6 layers', '1/4,096'],
    in: chain(
      image(8),
      ...stack(6, index => dense(`s${index}`, 16, { activation: 'sigmoid' })),
      end,
    ),
    notIn: chain(
      image(8),
      ...stack(6, index => dense(`s${index}`, 16, { activation: 'relu' })),
      end,
    ),
  },
  {
    code: 'no-shortcuts',
    node: 'c0',
    says: ['25 convolutions'],
    in: chain(image(8, 8, 3), ...stack(25, index => conv(`c${index}`, 4)), mean, end),
    notIn: chain(image(8, 8, 3), ...stack(24, index => conv(`c${index}`, 4)), mean, end),
  },
  {
    code: 'no-normalization',
    node: 'c0',
    says: ['12 layers'],
    in: chain(image(8, 8, 3), ...stack(11, index => conv(`c${index}`, 4)), mean, end),
    notIn: chain(image(8, 8, 3), ...stack(11, index => conv(`c${index}`, 4)), norm, mean, end),
  },
  {
    code: 'short-sighted',
    node: 'mean',
    says: ['5×5 of 64×64'],
    in: chain(image(64, 64, 3), conv('a', 4), conv('b', 4), mean, end),
    notIn: chain(image(16, 16, 3), conv('a', 4), conv('b', 4), mean, end),
  },
  {
    code: 'groups-of-one',
    node: 'c',
    says: ['6'],
    in: chain(image(8, 8, 6), conv('c', 12, { groups: 6 }), mean, end),
    notIn: chain(image(8, 8, 6), conv('c', 12, { groups: 3 }), mean, end),
  },
  {
    code: 'checkerboard',
    node: 'up',
    says: ['window of 3', 'stride 2', '1 or 2'],
    in: chain(
      image(8, 8, 3),
      layer('up', 'conv2dTranspose', { filters: 4, kernelSize: 3, strides: 2 }),
      mean,
      end,
    ),
    notIn: chain(
      image(8, 8, 3),
      layer('up', 'conv2dTranspose', { filters: 4, kernelSize: 4, strides: 2 }),
      mean,
      end,
    ),
  },
  {
    code: 'even-kernel',
    node: 'c',
    says: ['window of 4', '1 before and 2 after'],
    in: chain(image(8, 8, 3), conv('c', 4, { kernelSize: 4 }), mean, end),
    notIn: chain(image(8, 8, 3), conv('c', 4, { kernelSize: 5 }), mean, end),
  },
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

describe.each(findings.map(finding => [finding.code, finding] as const))('%s', (code, finding) => {
  it('is found at the layer, with its numbers', () => {
    const [problem, ...more] = found(finding.in, code)
    expect(problem?.node).toBe(finding.node)
    for (const words of finding.says) expect(problem?.message).toContain(words)
    expect(more).toEqual([])
  })

  it('is not found where all is well', () => {
    expect(found(finding.notIn, code)).toEqual([])
  })

  it('is gone after each of its fixes', () => {
    for (const problem of found(finding.in, code))
      for (const fix of problem.fixes) {
        const mended = applyFix(finding.in, fix)
        expect(mended).not.toBe(finding.in)
        expect(found(mended, code)).toEqual([])
      }
  })
})
