import type { Block, NetworkDocument, RawParams } from '../shared/document/types.ts'
import {
  act,
  conv,
  globalAverage,
  image,
  network,
  norm,
  residualOptimizer,
  row,
  scores,
  use,
} from './parts/nodes.ts'
import { plainKernel, residualBlock, shortcutChoice, stem } from './parts/residual.ts'
import type { Choice, Template } from './template.ts'

const inner = '=filters*groups*groupWidth/64'

/** 1×1 down, 3×3, 1×1 up to four times the filters; `gate` may stand behind. */
function bottleneck(gate: Parameters<typeof residualBlock>[0]['main'] = []): Block {
  return residualBlock({
    parameters: { filters: 64 },
    main: [
      conv('reduce', inner, 1, { strides: '=1 + (strides - 1)*strideFirst', ...plainKernel }),
      norm('norm1'),
      act('relu1'),
      conv('conv', inner, 3, {
        strides: '=1 + (strides - 1)*(1 - strideFirst)',
        padding: 1,
        groups: '=groups',
        ...plainKernel,
      }),
      norm('norm2'),
      act('relu2'),
      conv('expand', '=4*filters', 1, plainKernel),
      norm('norm3'),
      ...gate,
    ],
    last: 'relu3',
    filters: '=4*filters',
    // The first stage comes from 64 channels, the others from twice their filters.
    missing: '=filters*(3 - (strides > 1))',
  })
}

const stage = (id: string, filters: number, repeat: string) =>
  use(
    id,
    'bottleneck',
    { filters, strides: filters === 64 ? 1 : '=1 + (index == 0)', changes: '=index == 0' },
    { repeat },
  )

interface Settings {
  readonly parameters?: RawParams
  readonly gate?: Parameters<typeof bottleneck>[0]
  readonly blocks?: NonNullable<NetworkDocument['blocks']>
}

/** ResNet-50, or with other parameters and a gate in its blocks what was built upon it. */
export function bottleneckNetwork(name: string, settings: Settings = {}): NetworkDocument {
  return network(
    name,
    row(
      image(224, 224, 3),
      ...stem(64),
      stage('stage1', 64, '=blocks1'),
      stage('stage2', 128, '=blocks2'),
      stage('stage3', 256, '=blocks3'),
      stage('stage4', 512, '=blocks4'),
      globalAverage('mean'),
      scores,
    ),
    {
      parameters: {
        blocks1: 3,
        blocks2: 4,
        blocks3: 6,
        blocks4: 3,
        groups: 1,
        groupWidth: 64,
        strideFirst: false,
        residual: true,
        projection: true,
        classes: 1000,
        ...settings.parameters,
      },
      blocks: { bottleneck: bottleneck(settings.gate), ...settings.blocks },
      training: { optimizer: residualOptimizer, batchSize: 256, standardize: true },
    },
  )
}

const strideChoice: Choice = {
  '3x3': { strideFirst: false },
  '1x1': { strideFirst: true },
}

/** What every network of bottlenecks lets choose. */
export const bottleneckChoices = { shortcut: shortcutChoice, strideIn: strideChoice }

export const resnet50: Template = {
  name: 'resnet-50',
  family: 'resnet',
  title: 'ResNet-50',
  year: 2015,
  paper: 'He, Zhang, Ren, Sun: Deep residual learning for image recognition',
  idea: 'A 1×1 convolution takes the channels down to a quarter, the 3×3 works there, another 1×1 brings them back, and the block adds its input: a bottleneck. 256-64-64-256 needs 69,632 weights where two 3×3 at 256 channels would need 1,179,648. The stride of a stage sits in the 3×3, as most programs have it, or in the first 1×1, as in the paper: set strideIn to 1x1.',
  error: 'Top-1 22.85 %, top-5 6.71 % (10 crops) on ImageNet’s validation part',
  document: bottleneckNetwork('ResNet-50'),
  variants: [
    {
      name: 'resnet-101',
      title: 'ResNet-101',
      parameters: { blocks3: 23 },
      error: 'Top-1 21.75 %, top-5 6.05 % (10 crops) on ImageNet’s validation part',
    },
    {
      name: 'resnet-152',
      title: 'ResNet-152',
      parameters: { blocks2: 8, blocks3: 36 },
      error:
        'Top-1 21.43 %, top-5 5.71 % (10 crops) on ImageNet’s validation part; 3.57 % top-5 for the team of six',
    },
  ],
  choices: bottleneckChoices,
}
