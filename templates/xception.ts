import type { Block } from '../shared/document/types.ts'
import {
  act,
  block,
  conv,
  globalAverage,
  image,
  layer,
  maxPool,
  network,
  norm,
  row,
  rowBlock,
  scores,
  use,
} from './parts/nodes.ts'
import { plainKernel } from './parts/residual.ts'
import type { Template } from './template.ts'

const separable = (id: string, filters: number | string) => use(id, 'separable', { filters })

/** Two separable convolutions and a pooling, beside a 1×1 shortcut of stride 2. */
const halving: Block = block(
  { between: 128, filters: 128, activated: true },
  [
    act('relu1', 'relu', '=activated'),
    separable('sep1', '=between'),
    act('relu2'),
    separable('sep2', '=filters'),
    maxPool('pool', 3, { strides: 2, padding: 'same' }),
    conv('shortcut', '=filters', 1, { strides: 2, ...plainKernel }),
    norm('shortcutNorm'),
    layer('add', 'add'),
  ],
  'in relu1 sep1 relu2 sep2 pool add out',
  'in shortcut shortcutNorm add',
)

const document = network(
  'Xception',
  row(
    image(299, 299, 3),
    conv('conv1', 32, 3, { strides: 2, ...plainKernel }),
    norm('norm1'),
    act('relu1'),
    conv('conv2', 64, 3, plainKernel),
    norm('norm2'),
    act('relu2'),
    use('entry1', 'halving', { between: 128, filters: 128, activated: false }),
    use('entry2', 'halving', { between: 256, filters: 256 }),
    use('entry3', 'halving', { between: 728, filters: 728 }),
    use('middle', 'residual', { filters: 728 }, { repeat: '=middleBlocks' }),
    use('exit', 'halving', { between: 728, filters: 1024 }),
    separable('sep1', 1536),
    act('relu3'),
    separable('sep2', 2048),
    act('relu4'),
    globalAverage('mean'),
    scores,
  ),
  {
    parameters: { middleBlocks: 8, classes: 1000 },
    blocks: {
      halving,
      residual: block(
        { filters: 728 },
        [
          act('relu1'),
          separable('sep1', '=filters'),
          act('relu2'),
          separable('sep2', '=filters'),
          act('relu3'),
          separable('sep3', '=filters'),
          layer('add', 'add'),
        ],
        'in relu1 sep1 relu2 sep2 relu3 sep3 add out',
        'in add',
      ),
      separable: rowBlock(
        { filters: 128 },
        layer('conv', 'separableConv2d', {
          filters: '=filters',
          kernelSize: 3,
          padding: 'same',
          useBias: false,
        }),
        norm('norm'),
      ),
    },
    training: {
      dataset: { kind: 'npz', path: 'pictures-299.npz' },
      optimizer: { kind: 'momentum', learningRate: 0.045, momentum: 0.9, weightDecay: 0.00001 },
    },
  },
)

export const xception: Template = {
  name: 'xception',
  family: 'inception',
  title: 'Xception',
  year: 2016,
  paper: 'Chollet: Xception: Deep learning with depthwise separable convolutions',
  idea: 'Inception taken to its end: if a module looks at positions and at channels apart from each other, let every channel have a tower of its own. What comes out is a depthwise convolution and a 1×1 one. All of the network is built of these, in residual blocks, with no activation between the two halves.',
  error: 'Top-1 21.0 %, top-5 5.5 % on ImageNet’s validation part',
  document,
}
