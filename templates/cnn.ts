import {
  act,
  averagePool,
  conv,
  dense,
  image,
  layer,
  network,
  norm,
  row,
  rowBlock,
  scores,
  use,
} from './parts/nodes.ts'
import type { Template } from './template.ts'

const document = network(
  'CNN',
  row(
    image(28, 28, 1),
    use('stages', 'stage', { filters: '=filters*(index + 1)' }, { repeat: '=stages' }),
    layer('flatten', 'flatten'),
    use('hidden', 'hiddenLayer', undefined, { repeat: '=hiddenLayers' }),
    scores,
  ),
  {
    parameters: {
      stages: 2,
      convsPerStage: 1,
      filters: 32,
      hidden: 128,
      hiddenLayers: 1,
      normalization: false,
      averagePooling: false,
      classes: 10,
    },
    blocks: {
      stage: rowBlock(
        { filters: 32 },
        use('convs', 'convolution', { filters: '=filters' }, { repeat: '=convsPerStage' }),
        layer('maximum', 'maxPooling2d', { poolSize: 2 }, { when: '=not averagePooling' }),
        { ...averagePool('average', 2), when: '=averagePooling' },
      ),
      convolution: rowBlock(
        { filters: 32 },
        conv('conv', '=filters', 3, { padding: 'same', useBias: '=not normalization' }),
        norm('norm', '=normalization'),
        act('relu'),
      ),
      hiddenLayer: rowBlock({}, dense('fc', '=hidden')),
    },
    training: {
      dataset: { kind: 'glyphs' },
      optimizer: { kind: 'adam', learningRate: 0.001 },
      epochs: 5,
    },
  },
)

export const cnn: Template = {
  name: 'cnn',
  family: 'exercises',
  title: 'CNN',
  year: 1998,
  paper: 'The common form of convolutional classifiers since LeNet',
  idea: 'Convolution, ReLU and pooling, a few times; dense layer and ReLU, a few times; then one number per class. How often, how wide, with or without batch normalization, by maxima or by means, is all in the parameters: a bench for trying what each of them is worth.',
  document,
  choices: {
    pooling: { max: { averagePooling: false }, average: { averagePooling: true } },
  },
}
