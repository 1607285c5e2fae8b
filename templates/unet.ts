import type { Block, DocumentNode } from '../shared/document/types.ts'
import {
  conv,
  dropout,
  graph,
  image,
  layer,
  maxPool,
  network,
  rowBlock,
  use,
  wires,
} from './parts/nodes.ts'
import type { Template } from './template.ts'

const three = { padding: 'same', activation: 'relu', kernelInitializer: 'heNormal' }
const input = (id: string): DocumentNode => ({ id, type: 'blockInput' })
const output = (id: string): DocumentNode => ({ id, type: 'blockOutput' })

/** Two convolutions; their result goes across as it is (`skip`) and down at half the side. */
const down: Block = {
  parameters: { filters: 64 },
  nodes: [
    input('in'),
    conv('conv1', '=filters', 3, three),
    conv('conv2', '=filters', 3, three),
    maxPool('pool', 2),
    output('skip'),
    output('out'),
  ],
  edges: wires('in conv1 conv2 pool out', 'conv2 skip'),
}

/** Doubles the side, puts what came across before it, and convolves twice. */
const up: Block = {
  parameters: { filters: 64 },
  nodes: [
    input('in'),
    input('skip'),
    layer('up', 'conv2dTranspose', {
      filters: '=filters',
      kernelSize: 2,
      strides: 2,
      kernelInitializer: 'heNormal',
    }),
    layer('join', 'concatenate'),
    conv('conv1', '=filters', 3, three),
    conv('conv2', '=filters', 3, three),
    output('out'),
  ],
  edges: wires('skip join', 'in up join conv1 conv2 out'),
}

const document = network(
  'U-Net',
  graph(
    [
      image(256, 256, 1),
      use('down1', 'down', { filters: '=width' }),
      use('down2', 'down', { filters: '=2*width' }),
      use('down3', 'down', { filters: '=4*width' }),
      use('down4', 'down', { filters: '=8*width' }),
      use('bottom', 'bottom', { filters: '=16*width' }),
      use('up4', 'up', { filters: '=8*width' }),
      use('up3', 'up', { filters: '=4*width' }),
      use('up2', 'up', { filters: '=2*width' }),
      use('up1', 'up', { filters: '=width' }),
      conv('scores', '=classes', 1, { activation: 'softmax' }),
    ],
    'image down1',
    'down1:out down2',
    'down2:out down3',
    'down3:out down4',
    'down4:out bottom',
    'bottom up4:in',
    'down4:skip up4:skip',
    'up4 up3:in',
    'down3:skip up3:skip',
    'up3 up2:in',
    'down2:skip up2:skip',
    'up2 up1:in',
    'down1:skip up1:skip',
    'up1 scores',
  ),
  {
    parameters: { width: 64, dropRate: 0.5, classes: 2 },
    blocks: {
      down,
      up,
      bottom: rowBlock(
        { filters: 1024 },
        conv('conv1', '=filters', 3, three),
        conv('conv2', '=filters', 3, three),
        dropout('drop'),
      ),
    },
    training: {
      dataset: { kind: 'npz', path: 'segments-256.npz' },
      optimizer: { kind: 'momentum', learningRate: 0.001, momentum: 0.99 },
      epochs: 10,
      batchSize: 4,
    },
  },
)

export const unet: Template = {
  name: 'unet',
  family: 'pictures',
  title: 'U-Net',
  year: 2015,
  paper:
    'Ronneberger, Fischer, Brox: U-Net: Convolutional networks for biomedical image segmentation',
  idea: 'A class for every pixel. Going down, the picture shrinks and the channels grow, until each position knows what it is but hardly where; going up, transposed convolutions enlarge it again, and at every level the map from the way down is joined in, which still knows where. Sides must be multiples of 16. The paper’s convolutions have no padding and cut the maps to fit; these keep the size.',
  error: 'Intersection over union 92.0 % and 77.6 % on the cell tracking challenge 2015',
  document,
}
