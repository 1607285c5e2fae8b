import type { Json } from '../shared/document/types.ts'
import { inceptionBlocks } from './parts/inception-v3.ts'
import { globalAverage, image, maxPool, network, row, scores, use } from './parts/nodes.ts'
import type { Template } from './template.ts'

const unit = (id: string, filters: number, kernelSize: Json, more = {}) =>
  use(id, 'unit', { filters, kernelSize, ...more })
const valid = { padding: 'valid' }

const document = network(
  'Inception v3',
  row(
    image(299, 299, 3),
    unit('conv1', 32, 3, { strides: 2, ...valid }),
    unit('conv2', 32, 3, valid),
    unit('conv3', 64, 3),
    maxPool('pool1', 3, { strides: 2 }),
    unit('conv4', 80, 1, valid),
    unit('conv5', 192, 3, valid),
    maxPool('pool2', 3, { strides: 2 }),
    use('mixed0', 'moduleA', { pooled: 32 }),
    use('mixed1', 'moduleA', { pooled: 64 }),
    use('mixed2', 'moduleA', { pooled: 64 }),
    use('mixed3', 'reductionA'),
    use('mixed4', 'moduleB', { channels: 128 }),
    use('mixed5', 'moduleB', { channels: 160 }),
    use('mixed6', 'moduleB', { channels: 160 }),
    use('mixed7', 'moduleB', { channels: 192 }),
    use('mixed8', 'reductionB'),
    use('mixed9', 'moduleC'),
    use('mixed10', 'moduleC'),
    globalAverage('mean'),
    scores,
  ),
  {
    parameters: { classes: 1000 },
    blocks: inceptionBlocks,
    training: {
      dataset: { kind: 'npz', path: 'pictures-299.npz' },
      optimizer: { kind: 'momentum', learningRate: 0.045, momentum: 0.9 },
      epochs: 100,
      batchSize: 32,
    },
  },
)

export const inceptionV3: Template = {
  name: 'inception-v3',
  family: 'inception',
  title: 'Inception v3',
  year: 2015,
  paper:
    'Szegedy, Vanhoucke, Ioffe, Shlens, Wojna: Rethinking the inception architecture for computer vision',
  idea: 'Large windows taken apart: a 5×5 becomes two 3×3, a 7×7 becomes 1×7 and 7×1, and on the smallest maps 1×3 and 3×1 stand side by side. Batch normalization throughout (without gamma, since ReLU follows), label smoothing in training, and modules that halve the picture by a convolution and a pooling in parallel, so that nothing is squeezed through a narrow place.',
  error: 'Top-1 21.2 %, top-5 5.6 % on ImageNet’s validation part (one crop)',
  document,
}
