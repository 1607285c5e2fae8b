import type { Block, RawParams } from '../shared/document/types.ts'
import {
  act,
  averagePool,
  block,
  conv,
  dense,
  dropout,
  globalAverage,
  graph,
  image,
  layer,
  maxPool,
  network,
  norm,
  rowBlock,
  scores,
  use,
} from './parts/nodes.ts'
import type { Template } from './template.ts'

const unit = (id: string, filters: string, kernelSize = 1) =>
  use(id, 'unit', { filters, kernelSize })
const halve = (id: string) => maxPool(id, 3, { strides: 2, padding: 'same' })
const response = (id: string) =>
  layer(id, 'localResponseNormalization', undefined, { when: '=not normalization' })

/** The six widths of a module in the order of the paper's table. */
function module(id: string, ...sizes: readonly number[]) {
  const names = ['one', 'reduce3', 'three', 'reduce5', 'five', 'pooled']
  const params: RawParams = Object.fromEntries(names.map((name, at) => [name, sizes[at] ?? 1]))
  return use(id, 'inception', params)
}

const inception: Block = block(
  { one: 64, reduce3: 96, three: 128, reduce5: 16, five: 32, pooled: 32 },
  [
    unit('one', '=one'),
    unit('reduce3', '=reduce3'),
    unit('three', '=three', 3),
    unit('reduce5', '=reduce5'),
    use('five', 'unit', { filters: '=five', kernelSize: 5 }, { when: '=not factorized' }),
    use('five1', 'unit', { filters: '=five', kernelSize: 3 }, { when: '=factorized' }),
    use('five2', 'unit', { filters: '=five', kernelSize: 3 }, { when: '=factorized' }),
    maxPool('pool', 3, { strides: 1, padding: 'same' }),
    unit('mix', '=pooled'),
    layer('join', 'concatenate'),
    conv('shortcut', '=one + three + five + pooled', 1, {}, '=residual'),
    norm('shortcutNorm', '=residual and normalization'),
    layer('add', 'add', undefined, { when: '=residual' }),
  ],
  'in one join add out',
  'in reduce3 three join',
  'in reduce5 five five1 five2 join',
  'in pool mix join',
  'in shortcut shortcutNorm add',
)

const initial = { kernelInitializer: 'heNormal', useBias: '=not normalization', padding: 'same' }
const pair = '=asymmetric and kernelSize > 1'

/** A convolution with its ReLU: n×n, or 1×n and n×1. */
const convolution: Block = rowBlock(
  { filters: 64, kernelSize: 1 },
  conv('conv', '=filters', '=kernelSize', initial, '=not (asymmetric and kernelSize > 1)'),
  conv('across', '=filters', [1, '=kernelSize'], initial, pair),
  conv('down', '=filters', ['=kernelSize', 1], initial, pair),
  norm('norm', '=normalization'),
  act('relu'),
)

const auxiliary: Block = rowBlock(
  {},
  averagePool('pool', 5, { strides: 3 }),
  unit('mix', '=128'),
  layer('flatten', 'flatten'),
  dense('fc', 1024),
  dropout('drop', 0.7),
  scores,
)

const trunk =
  'image conv1 norm1 relu1 pool1 lrn1 reduce2 conv2 lrn2 pool2 i3a i3b pool3 i4a i4b i4c i4d i4e pool4 i5a i5b pool5 flatten mean drop scores'

const document = network(
  'GoogLeNet',
  graph(
    [
      image(224, 224, 3),
      conv('conv1', 64, 7, {
        strides: 2,
        padding: 3,
        useBias: '=not normalization',
        kernelInitializer: 'heNormal',
      }),
      norm('norm1', '=normalization'),
      act('relu1'),
      halve('pool1'),
      response('lrn1'),
      unit('reduce2', '=64'),
      unit('conv2', '=192', 3),
      response('lrn2'),
      halve('pool2'),
      module('i3a', 64, 96, 128, 16, 32, 32),
      module('i3b', 128, 128, 192, 32, 96, 64),
      halve('pool3'),
      module('i4a', 192, 96, 208, 16, 48, 64),
      module('i4b', 160, 112, 224, 24, 64, 64),
      module('i4c', 128, 128, 256, 24, 64, 64),
      module('i4d', 112, 144, 288, 32, 64, 64),
      module('i4e', 256, 160, 320, 32, 128, 128),
      halve('pool4'),
      module('i5a', 256, 160, 320, 32, 128, 128),
      module('i5b', 384, 192, 384, 48, 128, 128),
      { ...averagePool('pool5', 7, { strides: 1 }), when: '=not globalPooling' },
      layer('flatten', 'flatten', undefined, { when: '=not globalPooling' }),
      { ...globalAverage('mean'), when: '=globalPooling' },
      dropout('drop'),
      scores,
      use('auxiliary1', 'auxiliary', undefined, { when: '=auxiliary' }),
      use('auxiliary2', 'auxiliary', undefined, { when: '=auxiliary' }),
    ],
    trunk,
    'i4a auxiliary1',
    'i4d auxiliary2',
  ),
  {
    parameters: {
      auxiliary: false,
      globalPooling: true,
      normalization: false,
      factorized: false,
      asymmetric: false,
      residual: false,
      dropRate: 0.4,
      classes: 1000,
    },
    blocks: { inception, unit: convolution, auxiliary },
    training: {
      losses: {
        scores: { loss: 'categoricalCrossentropy' },
        'auxiliary1/scores': {
          loss: 'categoricalCrossentropy',
          weight: 0.3,
          trainingOnly: true,
        },
        'auxiliary2/scores': {
          loss: 'categoricalCrossentropy',
          weight: 0.3,
          trainingOnly: true,
        },
      },
      epochs: 70,
    },
  },
)

export const googlenet: Template = {
  name: 'googlenet',
  family: 'inception',
  title: 'GoogLeNet',
  year: 2014,
  paper: 'Szegedy and others: Going deeper with convolutions',
  idea: 'Nine inception modules, each looking with windows of several sizes at once, and a mean instead of dense layers: a twelfth of AlexNet’s parameters and far fewer mistakes. Two small classifiers halfway (auxiliary) lend the lower layers a shorter way to the loss while training. What came after is here to be tried: normalization (Inception v2), 5×5 as two 3×3 (factorized), n×n as 1×n and n×1 (asymmetric, v3), and shortcuts (residual, Inception-ResNet).',
  error: 'Top-5 6.67 % on ImageNet for seven networks; one network, one crop 10.07 %',
  document,
  variants: [
    {
      name: 'googlenet-auxiliary',
      title: 'GoogLeNet with auxiliary heads',
      parameters: { auxiliary: true },
    },
    {
      name: 'googlenet-bn',
      title: 'GoogLeNet with batch normalization',
      parameters: { normalization: true },
    },
  ],
}
