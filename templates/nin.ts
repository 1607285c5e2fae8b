import {
  conv,
  dropout,
  globalAverage,
  image,
  maxPool,
  network,
  row,
  rowBlock,
  use,
} from './parts/nodes.ts'
import type { Template } from './template.ts'

const one = { kernelInitializer: 'heNormal', activation: 'relu' }
const mlpconv = (id: string, filters: string, kernelSize: number, strides = 1, padding = 0) =>
  use(id, 'mlpconv', { filters, kernelSize, strides, padding })

const document = network(
  'Network in network',
  row(
    image(224, 224, 3),
    mlpconv('stage1', '=width', 11, 4),
    maxPool('pool1', 3, { strides: 2 }),
    mlpconv('stage2', '=8*width/3', 5, 1, 2),
    maxPool('pool2', 3, { strides: 2 }),
    mlpconv('stage3', '=4*width', 3, 1, 1),
    maxPool('pool3', 3, { strides: 2 }),
    dropout('drop'),
    mlpconv('stage4', '=classes', 3, 1, 1),
    globalAverage(),
    { id: 'scores', type: 'activation', params: { activation: 'softmax' } },
  ),
  {
    parameters: { width: 96, dropRate: 0.5, classes: 1000 },
    blocks: {
      mlpconv: rowBlock(
        { filters: 96, kernelSize: 3, strides: 1, padding: 0 },
        conv('conv', '=filters', '=kernelSize', {
          strides: '=strides',
          padding: '=padding',
          ...one,
        }),
        conv('mix1', '=filters', 1, one),
        conv('mix2', '=filters', 1, one),
      ),
    },
    training: {
      optimizer: { kind: 'momentum', learningRate: 0.01, momentum: 0.9, weightDecay: 0.0005 },
    },
  },
)

export const nin: Template = {
  name: 'nin',
  family: 'classics',
  title: 'Network in network',
  year: 2013,
  paper: 'Lin, Chen, Yan: Network in network',
  idea: 'Behind every convolution stand two of 1×1: a small dense network that slides with the window and mixes the channels of one position. At the end there is a map per class, and its mean is the score, so no dense layer with its millions of parameters is left. Both ideas live on in nearly every network since.',
  error: '8.81 % on CIFAR-10 with augmentation, by the paper’s smaller network',
  document,
}
