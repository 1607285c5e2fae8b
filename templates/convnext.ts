import {
  act,
  block,
  conv,
  dense,
  globalAverage,
  image,
  layer,
  network,
  row,
  rowBlock,
  scores,
  use,
} from './parts/nodes.ts'
import type { Template } from './template.ts'

const normalized = (id: string) => layer(id, 'layerNormalization', { epsilon: 1e-6 })
const stage = (id: string, channels: string, repeat: string) =>
  use(id, 'residual', { channels }, { repeat })
const down = (id: string, filters: string) => use(id, 'down', { filters })

const document = network(
  'ConvNeXt-T',
  row(
    image(224, 224, 3),
    conv('patches', '=width', 4, { strides: 4 }),
    normalized('norm'),
    stage('stage1', '=width', '=blocks1'),
    down('down2', '=2*width'),
    stage('stage2', '=2*width', '=blocks2'),
    down('down3', '=4*width'),
    stage('stage3', '=4*width', '=blocks3'),
    down('down4', '=8*width'),
    stage('stage4', '=8*width', '=blocks4'),
    globalAverage('mean'),
    normalized('lastNorm'),
    scores,
  ),
  {
    parameters: { width: 96, blocks1: 3, blocks2: 3, blocks3: 9, blocks4: 3, classes: 1000 },
    blocks: {
      residual: block(
        { channels: 96 },
        [
          layer('depthwise', 'depthwiseConv2d', { kernelSize: 7, padding: 3 }),
          normalized('norm'),
          dense('expand', '=4*channels', 'linear'),
          act('gelu', 'gelu'),
          dense('project', '=channels', 'linear'),
          // A factor per channel, which the paper starts at a millionth.
          layer('scale', 'depthwiseConv2d', {
            kernelSize: 1,
            useBias: false,
            depthwiseInitializer: 'ones',
          }),
          layer('add', 'add'),
        ],
        'in depthwise norm expand gelu project scale add out',
        'in add',
      ),
      down: rowBlock(
        { filters: 192 },
        normalized('norm'),
        conv('conv', '=filters', 2, { strides: 2 }),
      ),
    },
    training: { optimizer: { kind: 'adam', learningRate: 0.00025 }, epochs: 300, batchSize: 256 },
  },
)

const sized = (size: string, parameters: Record<string, number>, error: string) => ({
  name: `convnext-${size}`,
  title: `ConvNeXt-${size.charAt(0).toUpperCase()}`,
  parameters,
  error: `Top-1 ${error} % on ImageNet’s validation part`,
})

export const convnext: Template = {
  name: 'convnext-tiny',
  family: 'convnext',
  title: 'ConvNeXt-T',
  year: 2022,
  paper: 'Liu, Mao, Wu, Feichtenhofer, Darrell, Xie: A ConvNet for the 2020s',
  idea: 'A ResNet brought step by step to where vision transformers are, keeping convolution: patches of 4×4 at the start, depthwise 7×7 instead of attention, four times as wide between as at the ends, layer normalization once a block, one GELU. What is left between the two families is the attention, and it is not what made the difference.',
  error: 'Top-1 17.9 % on ImageNet’s validation part',
  document,
  variants: [
    sized('small', { blocks3: 27 }, '16.9'),
    sized('base', { blocks3: 27, width: 128 }, '16.2'),
    sized('large', { blocks3: 27, width: 192 }, '15.7'),
  ],
}
