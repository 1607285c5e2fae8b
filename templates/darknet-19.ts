import type { Block } from '../shared/document/types.ts'
import {
  conv,
  globalAverage,
  image,
  layer,
  maxPool,
  network,
  norm,
  row,
  rowBlock,
  use,
} from './parts/nodes.ts'
import type { Template } from './template.ts'

const wide = (id: string, filters: string) => use(id, 'convNorm', { filters })
const narrow = (id: string, filters: string) => use(id, 'convNorm', { filters, kernelSize: 1 })

/** Wide, narrow, wide …: a 1×1 convolution halves the channels between two of 3×3. */
const stage: Block = rowBlock(
  { filters: 128, pairs: 1 },
  wide('first', '=filters'),
  use('more', 'pair', { filters: '=filters' }, { repeat: '=pairs' }),
)

const document = network(
  'Darknet-19',
  row(
    image(224, 224, 3),
    wide('conv1', '=width'),
    maxPool('pool1', 2),
    wide('conv2', '=2*width'),
    maxPool('pool2', 2),
    use('stage3', 'stage', { filters: '=4*width', pairs: 1 }),
    maxPool('pool3', 2),
    use('stage4', 'stage', { filters: '=8*width', pairs: 1 }),
    maxPool('pool4', 2),
    use('stage5', 'stage', { filters: '=16*width', pairs: 2 }),
    maxPool('pool5', 2),
    use('stage6', 'stage', { filters: '=32*width', pairs: 2 }),
    conv('classifier', '=classes', 1),
    globalAverage(),
    { id: 'scores', type: 'activation', params: { activation: 'softmax' } },
  ),
  {
    parameters: { width: 32, classes: 1000 },
    blocks: {
      stage,
      pair: rowBlock({ filters: 128 }, narrow('squeeze', '=filters/2'), wide('expand', '=filters')),
      convNorm: rowBlock(
        { filters: 32, kernelSize: 3 },
        conv('conv', '=filters', '=kernelSize', {
          padding: 'same',
          useBias: false,
          kernelInitializer: 'heNormal',
        }),
        norm('norm'),
        layer('leaky', 'leakyReLU', { negativeSlope: 0.1 }),
      ),
    },
    training: {
      optimizer: { kind: 'momentum', learningRate: 0.1, momentum: 0.9, weightDecay: 0.0005 },
      epochs: 160,
    },
  },
)

export const darknet19: Template = {
  name: 'darknet-19',
  family: 'classics',
  title: 'Darknet-19',
  year: 2016,
  paper: 'Redmon, Farhadi: YOLO9000: Better, faster, stronger',
  idea: 'The classifier under the detector YOLOv2: 3×3 convolutions as in VGG, 1×1 ones between them as in network in network, batch normalization everywhere, and a leaky ReLU that lets a tenth of the negative side through. It needs a fifth of VGG-16’s work for nearly its accuracy.',
  error: 'Top-1 27.1 %, top-5 8.8 % on ImageNet',
  document,
}
