import { squeezeExcite } from './parts/gates.ts'
import {
  act,
  block,
  conv,
  dropout,
  globalAverage,
  image,
  layer,
  network,
  norm,
  row,
  rowBlock,
  scores,
  use,
} from './parts/nodes.ts'
import { plainKernel } from './parts/residual.ts'
import { eights } from './parts/rounding.ts'
import type { Template, Variant } from './template.ts'

type Pair = readonly [number, number]

const stage = (
  id: string,
  [before, base]: Pair,
  [expansion, kernelSize]: Pair,
  count: number,
  strides: number,
) => use(id, 'stage', { before, base, expansion, kernelSize, count, strides })

const expands = '=expansion > 1'

const document = network(
  'EfficientNet-B0',
  row(
    image('=size', '=size', 3),
    conv('conv', `=${eights('32*width')}`, 3, { strides: 2, padding: 1, ...plainKernel }),
    norm('norm'),
    act('swish', 'swish'),
    stage('stage1', [32, 16], [1, 3], 1, 1),
    stage('stage2', [16, 24], [6, 3], 2, 2),
    stage('stage3', [24, 40], [6, 5], 2, 2),
    stage('stage4', [40, 80], [6, 3], 3, 2),
    stage('stage5', [80, 112], [6, 5], 3, 1),
    stage('stage6', [112, 192], [6, 5], 4, 2),
    stage('stage7', [192, 320], [6, 3], 1, 1),
    conv('last', `=4*${eights('320*width')}`, 1, plainKernel),
    norm('lastNorm'),
    act('lastSwish', 'swish'),
    globalAverage('mean'),
    dropout('drop'),
    scores,
  ),
  {
    parameters: { width: 1, depth: 1, size: 224, dropRate: 0.2, classes: 1000 },
    blocks: {
      stage: rowBlock(
        {
          before: 32,
          base: 16,
          expansion: 6,
          kernelSize: 3,
          count: 1,
          strides: 1,
          inputs: `=${eights('before*width')}`,
          filters: `=${eights('base*width')}`,
        },
        use(
          'blocks',
          'inverted',
          {
            inputs: '=(index == 0)*inputs + (index > 0)*filters',
            filters: '=filters',
            expansion: '=expansion',
            kernelSize: '=kernelSize',
            strides: '=1 + (index == 0)*(strides - 1)',
          },
          { repeat: '=ceil(depth*count)' },
        ),
      ),
      inverted: block(
        { inputs: 16, filters: 16, expansion: 6, kernelSize: 3, strides: 1 },
        [
          conv('expand', '=inputs*expansion', 1, plainKernel, expands),
          norm('norm1', expands),
          act('swish1', 'swish', expands),
          layer('depthwise', 'depthwiseConv2d', {
            kernelSize: '=kernelSize',
            strides: '=strides',
            padding: '=(kernelSize - 1)/2',
            useBias: false,
          }),
          norm('norm2'),
          act('swish2', 'swish'),
          use('gate', 'squeezeExcite', {
            channels: '=inputs*expansion',
            squeezed: '=max(1, floor(inputs/4))',
            activation: 'swish',
          }),
          conv('project', '=filters', 1, plainKernel),
          norm('norm3'),
          layer('add', 'add', undefined, { when: '=strides == 1 and inputs == filters' }),
        ],
        'in expand norm1 swish1 depthwise norm2 swish2 gate project norm3 add out',
        'in add',
      ),
      squeezeExcite,
    },
    training: {
      optimizer: { kind: 'momentum', learningRate: 0.016, momentum: 0.9, weightDecay: 0.00001 },
      epochs: 350,
    },
  },
)

/** The published networks: width, depth, side of the picture, dropout, and top-1 error in per cent. */
const published: readonly (readonly [number, number, number, number, string])[] = [
  [1, 1.1, 240, 0.2, '20.9'],
  [1.1, 1.2, 260, 0.3, '19.9'],
  [1.2, 1.4, 300, 0.3, '18.4'],
  [1.4, 1.8, 380, 0.4, '17.1'],
  [1.6, 2.2, 456, 0.4, '16.4'],
  [1.8, 2.6, 528, 0.5, '16.0'],
  [2, 3.1, 600, 0.5, '15.7'],
]

export const efficientnet: Template = {
  name: 'efficientnet-b0',
  family: 'efficientnet',
  title: 'EfficientNet-B0',
  year: 2019,
  paper: 'Tan, Le: EfficientNet: Rethinking model scaling for convolutional neural networks',
  idea: 'A small network found by search, inverted residuals with squeeze-and-excitation and swish, and a rule to enlarge it: more channels, more layers and larger pictures together, since each alone soon stops paying. The family grows by about 1.1 in width, 1.2 in depth and 1.15 in size a step; the seven larger networks as published are its sizes here.',
  error: 'Top-1 22.9 %, top-5 6.7 % on ImageNet’s validation part',
  document,
  variants: published.map(
    ([width, depth, size, dropRate, error], index): Variant => ({
      name: `efficientnet-b${index + 1}`,
      title: `EfficientNet-B${index + 1}`,
      parameters: { width, depth, size, dropRate },
      error: `Top-1 ${error} % on ImageNet’s validation part`,
    }),
  ),
}
