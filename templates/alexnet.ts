import type { DocumentNode } from '../shared/document/types.ts'
import { conv, dense, dropout, image, layer, maxPool, network, row, scores } from './parts/nodes.ts'
import type { Template } from './template.ts'

const relu = { activation: 'relu' }
const response = (id: string, when: string): DocumentNode =>
  layer(id, 'localResponseNormalization', undefined, { when })
const pool = (id: string) => maxPool(id, 3, { strides: 2 })

const document = network(
  'AlexNet',
  row(
    image(227, 227, 3),
    conv('conv1', 96, 11, { strides: 4, ...relu }),
    response('norm1', '=not poolFirst'),
    pool('pool1'),
    response('norm1b', '=poolFirst'),
    conv('conv2', 256, 5, { padding: 2, groups: '=towers', ...relu }),
    response('norm2', '=not poolFirst'),
    pool('pool2'),
    response('norm2b', '=poolFirst'),
    conv('conv3', 384, 3, { padding: 1, ...relu }),
    conv('conv4', 384, 3, { padding: 1, groups: '=towers', ...relu }),
    conv('conv5', 256, 3, { padding: 1, groups: '=towers', ...relu }),
    pool('pool5'),
    layer('flatten', 'flatten'),
    dense('fc6', '=hidden'),
    dropout('drop6'),
    dense('fc7', '=hidden'),
    dropout('drop7'),
    scores,
  ),
  {
    parameters: { towers: 1, poolFirst: false, hidden: 4096, dropRate: 0.5, classes: 1000 },
    training: {
      dataset: { kind: 'npz', path: 'pictures-227.npz' },
      optimizer: { kind: 'momentum', learningRate: 0.01, momentum: 0.9, weightDecay: 0.0005 },
    },
  },
)

export const alexnet: Template = {
  name: 'alexnet',
  family: 'classics',
  title: 'AlexNet',
  year: 2012,
  paper:
    'Krizhevsky, Sutskever, Hinton: ImageNet classification with deep convolutional neural networks',
  idea: 'The network that ended the argument about learned features: five convolutions, three dense layers, ReLU instead of tanh, dropout, and half a week on two graphics cards. These held a tower each, which groups of 2 in conv 2, 4 and 5 write down (towers = 2). 94 % of the parameters sit in the dense layers, 95 % of the work in the convolutions. The paper says 224 pixels, but (224 − 11) ÷ 4 is not whole; 227 fits.',
  error: 'Top-1 36.7 %, top-5 15.4 % on ImageNet for seven networks; one network 40.7 % and 18.2 %',
  document,
  variants: [
    { name: 'alexnet-two-towers', title: 'AlexNet in two towers', parameters: { towers: 2 } },
  ],
  choices: {
    order: { paper: { poolFirst: false }, 'pool-first': { poolFirst: true } },
  },
}
