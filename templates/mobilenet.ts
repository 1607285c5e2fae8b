import {
  act,
  conv,
  dropout,
  globalAverage,
  image,
  layer,
  network,
  norm,
  row,
  rowBlock,
  scores,
  use,
} from './parts/nodes.ts'
import { plainKernel } from './parts/residual.ts'
import type { Template } from './template.ts'

const separable = (id: string, filters: number, strides = 1, repeat?: number) =>
  use(
    id,
    'separable',
    { filters: `=${filters}*width`, strides },
    repeat === undefined ? {} : { repeat },
  )

const document = network(
  'MobileNet',
  row(
    image(224, 224, 3),
    conv('conv', '=32*width', 3, { strides: 2, padding: 'same', ...plainKernel }),
    norm('norm'),
    act('relu', 'relu6'),
    separable('block1', 64),
    separable('block2', 128, 2),
    separable('block3', 128),
    separable('block4', 256, 2),
    separable('block5', 256),
    separable('block6', 512, 2),
    separable('blocks7', 512, 1, 5),
    separable('block12', 1024, 2),
    separable('block13', 1024),
    globalAverage('mean'),
    dropout('drop'),
    scores,
  ),
  {
    parameters: { width: 1, dropRate: 0.001, classes: 1000 },
    blocks: {
      separable: rowBlock(
        { filters: 64, strides: 1 },
        layer('depthwise', 'depthwiseConv2d', {
          kernelSize: 3,
          strides: '=strides',
          padding: 'same',
          useBias: false,
        }),
        norm('norm1'),
        act('relu1', 'relu6'),
        conv('mix', '=filters', 1, plainKernel),
        norm('norm2'),
        act('relu2', 'relu6'),
      ),
    },
    training: { optimizer: { kind: 'momentum', learningRate: 0.045, momentum: 0.9 } },
  },
)

export const mobilenet: Template = {
  name: 'mobilenet',
  family: 'mobilenet',
  title: 'MobileNet',
  year: 2017,
  paper:
    'Howard and others: MobileNets: Efficient convolutional neural networks for mobile vision applications',
  idea: 'A convolution does two things at once, it looks around and it mixes channels; MobileNet does one after the other. A depthwise 3×3 looks around within each channel, a 1×1 mixes: together about an eighth of the work of a full 3×3. The parameter width (1, 0.75, 0.5, 0.25) thins every layer.',
  error: 'Top-1 29.4 % on ImageNet; 31.6 %, 36.3 % and 49.4 % at width 0.75, 0.5 and 0.25',
  document,
}
