import {
  conv,
  dense,
  dropout,
  image,
  maxPool,
  network,
  row,
  rowBlock,
  scores,
  use,
} from './parts/nodes.ts'
import type { Template } from './template.ts'

const stage = (id: string, filters: string, convs: string) => use(id, 'stage', { filters, convs })

const document = network(
  'VGG-11',
  row(
    image(224, 224, 3),
    stage('stage1', '=width', '=convs1'),
    stage('stage2', '=2*width', '=convs2'),
    stage('stage3', '=4*width', '=convs3'),
    stage('stage4', '=8*width', '=convs4'),
    stage('stage5', '=8*width', '=convs5'),
    { id: 'flatten', type: 'flatten' },
    dense('fc1', '=hidden'),
    dropout('drop1'),
    dense('fc2', '=hidden'),
    dropout('drop2'),
    scores,
  ),
  {
    parameters: {
      convs1: 1,
      convs2: 1,
      convs3: 2,
      convs4: 2,
      convs5: 2,
      width: 64,
      hidden: 4096,
      dropRate: 0.5,
      classes: 1000,
    },
    blocks: {
      stage: rowBlock(
        { filters: 64, convs: 1 },
        use('convs', 'convolution', { filters: '=filters' }, { repeat: '=convs' }),
        maxPool('pool', 2),
      ),
      convolution: rowBlock(
        { filters: 64 },
        conv('conv', '=filters', 3, {
          padding: 1,
          activation: 'relu',
          kernelInitializer: 'heNormal',
        }),
      ),
    },
    training: {
      optimizer: { kind: 'momentum', learningRate: 0.01, momentum: 0.9, weightDecay: 0.0005 },
      epochs: 74,
    },
  },
)

export const vgg: Template = {
  name: 'vgg-11',
  family: 'vgg',
  title: 'VGG-11',
  year: 2014,
  paper: 'Simonyan, Zisserman: Very deep convolutional networks for large-scale image recognition',
  idea: 'One idea carried through: only 3×3 convolutions, doubled channels after every halving. Two of them in a row see as far as a 5×5, three as far as a 7×7, with fewer weights and more nonlinearities between. Most of the parameters still sit in the first dense layer. Without normalization it is hard to start: the deep ones were grown from the shallow.',
  error: 'Top-5 10.4 % on ImageNet’s validation part',
  document,
  variants: [
    {
      name: 'vgg-13',
      title: 'VGG-13',
      parameters: { convs1: 2, convs2: 2 },
      error: 'Top-5 9.9 % on ImageNet’s validation part',
    },
    {
      name: 'vgg-16',
      title: 'VGG-16',
      parameters: { convs1: 2, convs2: 2, convs3: 3, convs4: 3, convs5: 3 },
      error: 'Top-5 8.8 % on ImageNet’s validation part; 7.3 % for the team of seven',
    },
    {
      name: 'vgg-19',
      title: 'VGG-19',
      parameters: { convs1: 2, convs2: 2, convs3: 4, convs4: 4, convs5: 4 },
      error: 'Top-5 9.0 % on ImageNet’s validation part',
    },
  ],
}
