import type { Json } from '../shared/document/types.ts'
import { squeezeExcite } from './parts/gates.ts'
import {
  act,
  block,
  conv,
  dense,
  dropout,
  globalAverage,
  image,
  layer,
  network,
  norm,
  row,
  scores,
  use,
} from './parts/nodes.ts'
import { plainKernel } from './parts/residual.ts'
import { eights } from './parts/rounding.ts'
import type { Template } from './template.ts'

type Row = readonly [
  before: number,
  kernelSize: number,
  middle: number,
  after: number,
  rest: string,
]

/** The table of the paper; in the last column s squeezes, h is hard swish, 2 the stride. */
const rows: readonly Row[] = [
  [16, 3, 16, 16, ''],
  [16, 3, 64, 24, '2'],
  [24, 3, 72, 24, ''],
  [24, 5, 72, 40, 's2'],
  [40, 5, 120, 40, 's'],
  [40, 5, 120, 40, 's'],
  [40, 3, 240, 80, 'h2'],
  [80, 3, 200, 80, 'h'],
  [80, 3, 184, 80, 'h'],
  [80, 3, 184, 80, 'h'],
  [80, 3, 480, 112, 'sh'],
  [112, 3, 672, 112, 'sh'],
  [112, 5, 672, 160, 'sh2'],
  [160, 5, 960, 160, 'sh'],
  [160, 5, 960, 160, 'sh'],
]

const blocks = rows.map(([before, kernelSize, middle, after, rest], index) => {
  const params: Record<string, Json> = { before, kernelSize, middle, after }
  if (rest.includes('s')) params.squeezes = true
  if (rest.includes('h')) params.activation = 'hardSwish'
  if (rest.includes('2')) params.strides = 2
  return use(`block${index + 1}`, 'inverted', params)
})

const expands = '=middle != before'

const document = network(
  'MobileNetV3-Large',
  row(
    image(224, 224, 3),
    conv('conv', `=${eights('16*width')}`, 3, { strides: 2, padding: 1, ...plainKernel }),
    norm('norm'),
    act('swish', 'hardSwish'),
    ...blocks,
    conv('last', `=6*${eights('160*width')}`, 1, plainKernel),
    norm('lastNorm'),
    act('lastSwish', 'hardSwish'),
    globalAverage('mean'),
    dense('fc', 1280, 'hardSwish'),
    dropout('drop'),
    scores,
  ),
  {
    parameters: { width: 1, dropRate: 0.2, classes: 1000 },
    blocks: {
      inverted: block(
        {
          before: 16,
          kernelSize: 3,
          middle: 16,
          after: 16,
          squeezes: false,
          activation: 'relu',
          strides: 1,
          expanded: `=${eights('middle*width')}`,
          filters: `=${eights('after*width')}`,
        },
        [
          conv('expand', '=expanded', 1, plainKernel, expands),
          norm('norm1', expands),
          act('act1', '=activation', expands),
          layer('depthwise', 'depthwiseConv2d', {
            kernelSize: '=kernelSize',
            strides: '=strides',
            padding: '=(kernelSize - 1)/2',
            useBias: false,
          }),
          norm('norm2'),
          act('act2', '=activation'),
          {
            ...use('gate', 'squeezeExcite', {
              channels: '=expanded',
              squeezed: `=${eights('floor(expanded/4)')}`,
              gate: 'hardSigmoid',
            }),
            when: '=squeezes',
          },
          conv('project', '=filters', 1, plainKernel),
          norm('norm3'),
          layer('add', 'add', undefined, { when: '=strides == 1 and before == after' }),
        ],
        'in expand norm1 act1 depthwise norm2 act2 gate project norm3 add out',
        'in add',
      ),
      squeezeExcite,
    },
    training: {
      optimizer: { kind: 'momentum', learningRate: 0.003, momentum: 0.9, weightDecay: 0.00001 },
      epochs: 600,
    },
  },
)

export const mobilenetV3: Template = {
  name: 'mobilenet-v3-large',
  family: 'mobilenet',
  title: 'MobileNetV3-Large',
  year: 2019,
  paper: 'Howard and others: Searching for MobileNetV3',
  idea: 'MobileNetV2’s blocks, their sizes found by a search that times each on a phone, with squeeze-and-excitation in some and in the deeper ones hard swish, x·relu6(x + 3)/6, which needs no exponential. The costly end was redrawn by hand: the mean comes before the last wide layer, not behind it.',
  error: 'Top-1 24.8 % on ImageNet',
  document,
}
