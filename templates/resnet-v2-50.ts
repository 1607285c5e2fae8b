import {
  act,
  conv,
  globalAverage,
  image,
  maxPool,
  network,
  norm,
  residualOptimizer,
  row,
  scores,
  use,
} from './parts/nodes.ts'
import { preactivationBlocks } from './parts/preactivation.ts'
import { plainKernel } from './parts/residual.ts'
import type { Template } from './template.ts'

const stage = (id: string, filters: number, count: string, strides: number) =>
  use(id, 'stage', { filters, count, strides })

const document = network(
  'ResNet-50 v2',
  row(
    image(224, 224, 3),
    conv('conv', 64, 7, { strides: 2, padding: 3, ...plainKernel }),
    maxPool('pool', 3, { strides: 2, padding: 1 }),
    stage('stage1', 64, '=blocks1', 1),
    stage('stage2', 128, '=blocks2', 2),
    stage('stage3', 256, '=blocks3', 2),
    stage('stage4', 512, '=blocks4', 2),
    norm('norm'),
    act('relu'),
    globalAverage('mean'),
    scores,
  ),
  {
    parameters: { blocks1: 3, blocks2: 4, blocks3: 6, blocks4: 3, classes: 1000 },
    blocks: preactivationBlocks({ filters: 64 }, '=4*filters', [
      conv('reduce', '=filters', 1, plainKernel),
      norm('norm2'),
      act('relu2'),
      conv('conv', '=filters', 3, { strides: '=strides', padding: 1, ...plainKernel }),
      norm('norm3'),
      act('relu3'),
      conv('expand', '=4*filters', 1, plainKernel),
    ]),
    training: { optimizer: residualOptimizer, batchSize: 256, standardize: true },
  },
)

export const resnetV2: Template = {
  name: 'resnet-v2-50',
  family: 'resnet',
  title: 'ResNet-50 v2',
  year: 2016,
  paper: 'He, Zhang, Ren, Sun: Identity mappings in deep residual networks',
  idea: 'Normalization and ReLU move before the convolutions, and nothing stands on the sum any more: from the end of the network to its start runs a path without a single operation, on which values and gradients pass unchanged. Networks of a thousand layers train that way. The last sum therefore still has to be normalised and rectified before the pooling.',
  error: 'Top-1 21.1 % for ResNet-152 v2 on ImageNet’s validation part (320×320)',
  document,
  variants: [
    { name: 'resnet-v2-101', title: 'ResNet-101 v2', parameters: { blocks3: 23 } },
    { name: 'resnet-v2-152', title: 'ResNet-152 v2', parameters: { blocks2: 8, blocks3: 36 } },
  ],
}
