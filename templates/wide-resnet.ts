import {
  act,
  cifar,
  conv,
  dropout,
  globalAverage,
  image,
  network,
  norm,
  row,
  scores,
  use,
} from './parts/nodes.ts'
import { preactivationBlocks } from './parts/preactivation.ts'
import { plainKernel } from './parts/residual.ts'
import type { Template } from './template.ts'

const stage = (id: string, filters: string, strides: number) =>
  use(id, 'stage', { filters, count: '=blocksPerStage', strides })

const document = network(
  'Wide ResNet-28-10',
  row(
    image(32, 32, 3),
    conv('conv', 16, 3, { padding: 1, ...plainKernel }),
    stage('stage1', '=16*widen', 1),
    stage('stage2', '=32*widen', 2),
    stage('stage3', '=64*widen', 2),
    norm('norm'),
    act('relu'),
    globalAverage('mean'),
    scores,
  ),
  {
    parameters: { blocksPerStage: 4, widen: 10, dropRate: 0.3, classes: 10 },
    blocks: preactivationBlocks({ filters: 16 }, '=filters', [
      conv('conv1', '=filters', 3, { strides: '=strides', padding: 1, ...plainKernel }),
      norm('norm2'),
      act('relu2'),
      dropout('drop'),
      conv('conv2', '=filters', 3, { padding: 1, ...plainKernel }),
    ]),
    training: {
      dataset: cifar,
      optimizer: {
        kind: 'momentum',
        learningRate: 0.1,
        momentum: 0.9,
        nesterov: true,
        weightDecay: 0.0005,
      },
      epochs: 200,
      standardize: true,
    },
  },
)

export const wideResnet: Template = {
  name: 'wide-resnet-28-10',
  family: 'resnet-cifar',
  title: 'Wide ResNet-28-10',
  year: 2016,
  paper: 'Zagoruyko, Komodakis: Wide residual networks',
  idea: 'Instead of a thousand thin layers, 28 with ten times the channels: more accurate, and faster on hardware that likes large products, because a step has fewer layers to wait for. Dropout stands between the two convolutions of a block, where it disturbs the shortcut least.',
  error: '4.00 % on CIFAR-10, 19.25 % on CIFAR-100; 3.89 % and 18.85 % with dropout',
  document,
  variants: [
    {
      name: 'wide-resnet-16-8',
      title: 'Wide ResNet-16-8',
      parameters: { blocksPerStage: 2, widen: 8 },
      error: '4.27 % on CIFAR-10, 20.43 % on CIFAR-100',
    },
  ],
}
