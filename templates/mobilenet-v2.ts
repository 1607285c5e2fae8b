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
import type { Template } from './template.ts'

const stage = (
  id: string,
  [before, base]: readonly [number, number],
  expansion: number,
  count: number,
  strides: number,
) => use(id, 'stage', { before, base, expansion, count, strides })

const expands = '=expansion > 1'

const document = network(
  'MobileNetV2',
  row(
    image(224, 224, 3),
    conv('conv', `=${eights('32*width')}`, 3, { strides: 2, padding: 1, ...plainKernel }),
    norm('norm'),
    act('relu', 'relu6'),
    stage('stage1', [32, 16], 1, 1, 1),
    stage('stage2', [16, 24], 6, 2, 2),
    stage('stage3', [24, 32], 6, 3, 2),
    stage('stage4', [32, 64], 6, 4, 2),
    stage('stage5', [64, 96], 6, 3, 1),
    stage('stage6', [96, 160], 6, 3, 2),
    stage('stage7', [160, 320], 6, 1, 1),
    conv('last', '=8*floor(160*max(1, width) + 0.5)', 1, plainKernel),
    norm('lastNorm'),
    act('lastRelu', 'relu6'),
    globalAverage('mean'),
    dropout('drop'),
    scores,
  ),
  {
    parameters: { width: 1, dropRate: 0.2, classes: 1000 },
    blocks: {
      stage: rowBlock(
        {
          before: 32,
          base: 16,
          expansion: 6,
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
            strides: '=1 + (index == 0)*(strides - 1)',
          },
          { repeat: '=count' },
        ),
      ),
      inverted: block(
        { inputs: 16, filters: 16, expansion: 6, strides: 1 },
        [
          conv('expand', '=inputs*expansion', 1, plainKernel, expands),
          norm('norm1', expands),
          act('relu1', 'relu6', expands),
          layer('depthwise', 'depthwiseConv2d', {
            kernelSize: 3,
            strides: '=strides',
            padding: 1,
            useBias: false,
          }),
          norm('norm2'),
          act('relu2', 'relu6'),
          conv('project', '=filters', 1, plainKernel),
          norm('norm3'),
          layer('add', 'add', undefined, { when: '=strides == 1 and inputs == filters' }),
        ],
        'in expand norm1 relu1 depthwise norm2 relu2 project norm3 add out',
        'in add',
      ),
    },
    training: {
      optimizer: { kind: 'momentum', learningRate: 0.045, momentum: 0.9, weightDecay: 0.00004 },
    },
  },
)

export const mobilenetV2: Template = {
  name: 'mobilenet-v2',
  family: 'mobilenet',
  title: 'MobileNetV2',
  year: 2018,
  paper:
    'Sandler, Howard, Zhu, Zhmoginov, Chen: MobileNetV2: Inverted residuals and linear bottlenecks',
  idea: 'The residual block turned inside out: narrow at its ends, six times wider between, where a depthwise 3×3 works cheaply. The shortcut joins the narrow ends, and these have no ReLU, which would destroy too much of the little they hold. Channels are rounded to multiples of eight under the parameter width.',
  error: 'Top-1 28.0 % on ImageNet',
  document,
}
