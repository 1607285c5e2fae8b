import {
  globalAverage,
  image,
  network,
  residualOptimizer,
  row,
  scores,
  use,
} from './parts/nodes.ts'
import { basicBlock, shortcutChoice, stem } from './parts/residual.ts'
import type { Template } from './template.ts'

const stage = (id: string, filters: string, repeat: string) =>
  use(
    id,
    'basicBlock',
    { filters, strides: '=1 + (index == 0)', changes: '=index == 0' },
    { repeat },
  )

const document = network(
  'ResNet-18',
  row(
    image(224, 224, 3),
    ...stem('=width'),
    use('stage1', 'basicBlock', { filters: '=width' }, { repeat: '=blocks1' }),
    stage('stage2', '=2*width', '=blocks2'),
    stage('stage3', '=4*width', '=blocks3'),
    stage('stage4', '=8*width', '=blocks4'),
    globalAverage('mean'),
    scores,
  ),
  {
    parameters: {
      blocks1: 2,
      blocks2: 2,
      blocks3: 2,
      blocks4: 2,
      width: 64,
      residual: true,
      projection: true,
      classes: 1000,
    },
    blocks: { basicBlock },
    training: { optimizer: residualOptimizer, batchSize: 256, standardize: true },
  },
)

export const resnet18: Template = {
  name: 'resnet-18',
  family: 'resnet',
  title: 'ResNet-18',
  year: 2015,
  paper: 'He, Zhang, Ren, Sun: Deep residual learning for image recognition',
  idea: 'Blocks of two 3×3 convolutions that add what they compute to what they received. A plain network of this depth trains worse the deeper it gets; with the shortcuts, depth pays. The shortcut is the input itself; where a stage halves the picture, it is a 1×1 convolution, or channels of zeros, or (to see the difference) nothing at all: set shortcut to projection, zero-pad or none.',
  error: 'Top-1 27.88 % (10 crops) on ImageNet’s validation part; the plain network 27.94 %',
  document,
  variants: [
    {
      name: 'resnet-34',
      title: 'ResNet-34',
      parameters: { blocks1: 3, blocks2: 4, blocks3: 6, blocks4: 3 },
      error:
        'Top-1 24.52 %, top-5 7.46 % (10 crops) on ImageNet’s validation part; the plain network 28.54 %',
    },
  ],
  choices: { shortcut: shortcutChoice },
}
