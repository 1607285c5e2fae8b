import {
  act,
  block,
  conv,
  dropout,
  globalAverage,
  image,
  layer,
  maxPool,
  network,
  row,
  use,
} from './parts/nodes.ts'
import type { Template } from './template.ts'

// The last window may hang over the edge by a pixel.
const halve = (id: string) =>
  maxPool(id, 3, {
    strides: 2,
    padding: [
      [0, 1],
      [0, 1],
    ],
  })
const fire = (id: string, squeeze: number) => use(id, 'fire', { squeeze })
const activated = { activation: 'relu', kernelInitializer: 'heUniform' }

const document = network(
  'SqueezeNet',
  row(
    image(224, 224, 3),
    conv('conv', 96, 7, { strides: 2, ...activated }),
    halve('pool1'),
    fire('fire2', 16),
    fire('fire3', 16),
    fire('fire4', 32),
    halve('pool4'),
    fire('fire5', 32),
    fire('fire6', 48),
    fire('fire7', 48),
    fire('fire8', 64),
    halve('pool8'),
    fire('fire9', 64),
    dropout('drop'),
    conv('classifier', '=classes', 1, activated),
    globalAverage('mean'),
    act('scores', 'softmax'),
  ),
  {
    parameters: { dropRate: 0.5, classes: 1000 },
    blocks: {
      fire: block(
        { squeeze: 16 },
        [
          conv('squeeze', '=squeeze', 1, activated),
          conv('narrow', '=4*squeeze', 1, activated),
          conv('wide', '=4*squeeze', 3, { padding: 1, ...activated }),
          layer('join', 'concatenate'),
        ],
        'in squeeze narrow join out',
        'squeeze wide join',
      ),
    },
    training: {
      optimizer: { kind: 'momentum', learningRate: 0.04, momentum: 0.9, weightDecay: 0.0002 },
    },
  },
)

export const squeezenet: Template = {
  name: 'squeezenet',
  family: 'classics',
  title: 'SqueezeNet',
  year: 2016,
  paper: 'Iandola, Han, Moskewicz, Ashraf, Dally, Keutzer: SqueezeNet',
  idea: 'AlexNet’s accuracy with a fiftieth of its parameters. A fire module squeezes the channels by 1×1 convolutions and expands them again, half by 1×1 and half by 3×3; poolings come late, so that the maps stay large; and as in network in network there is no dense layer.',
  error: 'Top-1 42.5 %, top-5 19.7 % on ImageNet',
  document,
}
