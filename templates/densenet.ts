import {
  act,
  averagePool,
  block,
  conv,
  globalAverage,
  image,
  layer,
  maxPool,
  network,
  norm,
  residualOptimizer,
  row,
  rowBlock,
  scores,
  use,
} from './parts/nodes.ts'
import { plainKernel } from './parts/residual.ts'
import type { Template } from './template.ts'

const stage = (id: string, repeat: string) => use(id, 'denseLayer', undefined, { repeat })
const transition = (id: string, filters: string) => use(id, 'transition', { filters })

const document = network(
  'DenseNet-121',
  row(
    image(224, 224, 3),
    conv('conv', '=2*growth', 7, { strides: 2, padding: 3, ...plainKernel }),
    norm('norm'),
    act('relu'),
    maxPool('pool', 3, { strides: 2, padding: 1 }),
    stage('stage1', '=layers1'),
    transition('half1', '=floor((2 + layers1)*growth/2)'),
    stage('stage2', '=layers2'),
    transition('half2', '=floor((floor((2 + layers1)*growth/2) + layers2*growth)/2)'),
    stage('stage3', '=layers3'),
    transition(
      'half3',
      '=floor((floor((floor((2 + layers1)*growth/2) + layers2*growth)/2) + layers3*growth)/2)',
    ),
    stage('stage4', '=layers4'),
    norm('norm5'),
    act('relu5'),
    globalAverage('mean'),
    scores,
  ),
  {
    parameters: {
      layers1: 6,
      layers2: 12,
      layers3: 24,
      layers4: 16,
      growth: 32,
      classes: 1000,
    },
    blocks: {
      denseLayer: block(
        {},
        [
          norm('norm1'),
          act('relu1'),
          conv('narrow', '=4*growth', 1, plainKernel),
          norm('norm2'),
          act('relu2'),
          conv('conv', '=growth', 3, { padding: 1, ...plainKernel }),
          layer('join', 'concatenate'),
        ],
        'in join',
        'in norm1 relu1 narrow norm2 relu2 conv join out',
      ),
      transition: rowBlock(
        { filters: 128 },
        norm('norm'),
        act('relu'),
        conv('conv', '=filters', 1, plainKernel),
        averagePool('pool', 2),
      ),
    },
    training: { optimizer: residualOptimizer, batchSize: 256, standardize: true },
  },
)

export const densenet: Template = {
  name: 'densenet-121',
  family: 'densenet',
  title: 'DenseNet-121',
  year: 2016,
  paper: 'Huang, Liu, van der Maaten, Weinberger: Densely connected convolutional networks',
  idea: 'Every layer of a stage reads all that came before it and appends 32 maps of its own (the growth rate). Nothing is summed and so nothing is lost: features are reused instead of learned again, which needs few parameters, and the loss reaches every layer by a short way. Between stages a 1×1 convolution halves the channels and a pooling the side. Memory is the price of so many concatenations.',
  error: 'Top-1 23.61 %, top-5 6.66 % (10 crops) on ImageNet’s validation part',
  document,
  variants: [
    {
      name: 'densenet-161',
      title: 'DenseNet-161',
      parameters: { layers3: 36, layers4: 24, growth: 48 },
      error: 'Top-1 20.85 %, top-5 5.30 % (10 crops) on ImageNet’s validation part',
    },
    {
      name: 'densenet-169',
      title: 'DenseNet-169',
      parameters: { layers3: 32, layers4: 32 },
      error: 'Top-1 22.08 %, top-5 5.92 % (10 crops) on ImageNet’s validation part',
    },
    {
      name: 'densenet-201',
      title: 'DenseNet-201',
      parameters: { layers3: 48, layers4: 32 },
      error: 'Top-1 21.46 %, top-5 5.54 % (10 crops) on ImageNet’s validation part',
    },
    {
      name: 'densenet-264',
      title: 'DenseNet-264',
      parameters: { layers3: 64, layers4: 48 },
      error: 'Top-1 20.80 %, top-5 5.29 % (10 crops) on ImageNet’s validation part',
    },
  ],
}
