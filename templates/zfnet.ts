import { conv, dense, dropout, image, layer, maxPool, network, row, scores } from './parts/nodes.ts'
import type { Template } from './template.ts'

const relu = { activation: 'relu' }

const document = network(
  'ZFNet',
  row(
    image(224, 224, 3),
    conv('conv1', 96, 7, { strides: 2, padding: 1, ...relu }),
    maxPool('pool1', 3, { strides: 2, padding: 1 }),
    layer('norm1', 'localResponseNormalization'),
    conv('conv2', 256, 5, { strides: 2, ...relu }),
    maxPool('pool2', 3, { strides: 2, padding: 1 }),
    layer('norm2', 'localResponseNormalization'),
    conv('conv3', 384, 3, { padding: 1, ...relu }),
    conv('conv4', 384, 3, { padding: 1, ...relu }),
    conv('conv5', 256, 3, { padding: 1, ...relu }),
    maxPool('pool5', 3, { strides: 2 }),
    layer('flatten', 'flatten'),
    dense('fc6', '=hidden'),
    dropout('drop6'),
    dense('fc7', '=hidden'),
    dropout('drop7'),
    scores,
  ),
  {
    parameters: { hidden: 4096, dropRate: 0.5, classes: 1000 },
    training: { epochs: 70 },
  },
)

export const zfnet: Template = {
  name: 'zfnet',
  family: 'classics',
  title: 'ZFNet',
  year: 2013,
  paper: 'Zeiler, Fergus: Visualizing and understanding convolutional networks',
  idea: 'AlexNet, mended by looking inside. Projected back to pixels, its first layer turned out to hold many dead filters and its second a pattern of aliasing, so the first windows became 7×7 with stride 2, and the second convolution got the other stride.',
  error:
    'Top-5 14.8 % on ImageNet for six networks (11.7 % for the winners of 2013, their company’s)',
  document,
}
