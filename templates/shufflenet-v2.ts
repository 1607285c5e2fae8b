import type { Block, DocumentNode } from '../shared/document/types.ts'
import {
  act,
  block,
  conv,
  globalAverage,
  image,
  layer,
  maxPool,
  network,
  norm,
  row,
  rowBlock,
  scores,
  use,
} from './parts/nodes.ts'
import { plainKernel } from './parts/residual.ts'
import type { Template } from './template.ts'

const depthwise = (id: string, strides: number): DocumentNode =>
  layer(id, 'depthwiseConv2d', { kernelSize: 3, strides, padding: 1, useBias: false })

/** 1×1, depthwise 3×3, 1×1: half of the output's channels. */
const branch = (strides: number): readonly DocumentNode[] => [
  conv('mix1', '=filters/2', 1, plainKernel),
  norm('norm1'),
  act('relu1'),
  depthwise('depthwise', strides),
  norm('norm2'),
  conv('mix2', '=filters/2', 1, plainKernel),
  norm('norm3'),
  act('relu3'),
]
const along = 'mix1 norm1 relu1 depthwise norm2 mix2 norm3 relu3 join shuffle'
const shuffle = use('shuffle', 'shuffle', { filters: '=filters', columns: '=columns' })
const join = layer('join', 'concatenate')

const residual: Block = block(
  { filters: 116, columns: 28 },
  [layer('split', 'split', { sections: 2 }), ...branch(1), join, shuffle],
  'in split',
  'split:0 join',
  'split:1 mix1',
  `${along} out`,
)

const halving: Block = block(
  { filters: 116, columns: 28 },
  [
    depthwise('sideDepthwise', 2),
    norm('sideNorm1'),
    conv('sideMix', '=filters/2', 1, plainKernel),
    norm('sideNorm2'),
    act('sideRelu'),
    ...branch(2),
    join,
    shuffle,
  ],
  'in sideDepthwise sideNorm1 sideMix sideNorm2 sideRelu join',
  `in ${along} out`,
)

const stage = (id: string, filters: string, times: number, shrinks: number) => {
  const params = { filters, columns: `=ceil(width/${shrinks})` }
  return [
    use(`half${id}`, 'halving', params),
    use(`stage${id}`, 'residual', params, { repeat: times }),
  ]
}

const document = network(
  'ShuffleNet V2',
  row(
    image('=height', '=width', 3),
    conv('conv', 24, 3, { strides: 2, padding: 1, ...plainKernel }),
    norm('norm'),
    act('relu'),
    maxPool('pool', 3, { strides: 2, padding: 1 }),
    ...stage('2', '=channels', 3, 8),
    ...stage('3', '=2*channels', 7, 16),
    ...stage('4', '=4*channels', 3, 32),
    conv('last', '=lastChannels', 1, plainKernel),
    norm('lastNorm'),
    act('lastRelu'),
    globalAverage('mean'),
    scores,
  ),
  {
    parameters: { height: 224, width: 224, channels: 116, lastChannels: 1024, classes: 1000 },
    blocks: {
      residual,
      halving,
      shuffle: rowBlock(
        { filters: 116, columns: 28 },
        layer('halves', 'reshape', { targetShape: [-1, '=columns', 2, '=filters/2'] }),
        layer('swap', 'permute', { dims: [1, 2, 4, 3] }),
        layer('whole', 'reshape', { targetShape: [-1, '=columns', '=filters'] }),
      ),
    },
    training: {
      optimizer: { kind: 'momentum', learningRate: 0.06, momentum: 0.9, weightDecay: 0.00004 },
      epochs: 240,
    },
  },
)

const sized = (size: string, channels: number, lastChannels: number, error: string) => ({
  name: `shufflenet-v2-${size}x`,
  title: `ShuffleNet V2 ${size}×`,
  parameters: { channels, lastChannels },
  error: `Top-1 ${error} % on ImageNet`,
})

export const shufflenetV2: Template = {
  name: 'shufflenet-v2',
  family: 'mobilenet',
  title: 'ShuffleNet V2',
  year: 2018,
  paper:
    'Ma, Zhang, Zheng, Sun: ShuffleNet V2: Practical guidelines for efficient CNN architecture design',
  idea: 'Designed for time measured, not for operations counted: equal channels in and out, no groups in the 1×1 convolutions, few branches, nothing summed. Half of the channels pass by untouched; the other half goes through 1×1, depthwise 3×3, 1×1; then the halves are joined and shuffled, so that the next block splits them otherwise.',
  error: 'Top-1 30.6 % on ImageNet',
  document,
  variants: [
    sized('0.5', 48, 1024, '39.7'),
    sized('1.5', 176, 1024, '27.4'),
    sized('2', 244, 2048, '25.1'),
  ],
}
