import {
  act,
  cifar,
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
import { basicBlock, plainKernel, shortcutChoice } from './parts/residual.ts'
import type { Template } from './template.ts'

const stage = (id: string, filters: string) =>
  use(
    id,
    'basicBlock',
    { filters, strides: '=1 + (index == 0)', changes: '=index == 0' },
    { repeat: '=blocksPerStage' },
  )

const document = network(
  'ResNet-20',
  row(
    image(32, 32, 3),
    conv('conv', '=width', 3, { padding: 1, ...plainKernel }),
    norm('norm'),
    act('relu'),
    use('stage1', 'basicBlock', { filters: '=width' }, { repeat: '=blocksPerStage' }),
    stage('stage2', '=2*width'),
    stage('stage3', '=4*width'),
    globalAverage('pool'),
    scores,
  ),
  {
    parameters: { blocksPerStage: 3, width: 16, residual: true, projection: true, classes: 10 },
    blocks: { basicBlock },
    training: { dataset: cifar, optimizer: residualOptimizer, epochs: 160, standardize: true },
  },
)

export const resnetCifar: Template = {
  name: 'resnet-20',
  family: 'resnet-cifar',
  title: 'ResNet-20',
  year: 2015,
  paper: 'He, Zhang, Ren, Sun: Deep residual learning for image recognition',
  idea: 'Each block adds what it computes to what it received, so that a block with nothing to say can pass its input on and depth stops hurting. Three stages of basic blocks on 32×32 pictures; where a stage halves the picture, a 1×1 convolution with batch normalization brings the shortcut to the new size. The paper’s own shortcuts have no weights: set shortcut to zero-pad, or to none for the plain network.',
  error: '8.75 % on CIFAR-10, with shortcuts without weights',
  document,
  variants: [
    {
      name: 'resnet-56',
      title: 'ResNet-56',
      parameters: { blocksPerStage: 9 },
      error: '6.97 % on CIFAR-10, with shortcuts without weights',
    },
    {
      name: 'resnet-110',
      title: 'ResNet-110',
      parameters: { blocksPerStage: 18 },
      error: '6.43 % on CIFAR-10, with shortcuts without weights',
    },
    {
      name: 'plain-20',
      title: 'Plain-20',
      parameters: { residual: false },
    },
    {
      name: 'plain-56',
      title: 'Plain-56',
      parameters: { blocksPerStage: 9, residual: false },
    },
  ],
  choices: { shortcut: shortcutChoice },
}
