import { dense, dropout, image, layer, network, row, rowBlock, scores, use } from './parts/nodes.ts'
import type { Template } from './template.ts'

const stage = (id: string, filters: string, convs: number) =>
  use(id, 'stage', { filters, convs, poolTime: 2 })

const document = network(
  'C3D',
  row(
    { ...image(16, 112, 112, 3), id: 'film' },
    use('stage1', 'stage', { filters: '=width', convs: 1, poolTime: 1 }),
    stage('stage2', '=2*width', 1),
    stage('stage3', '=4*width', 2),
    stage('stage4', '=8*width', 2),
    stage('stage5', '=8*width', 2),
    layer('flatten', 'flatten'),
    dense('fc6', '=hidden'),
    dropout('drop6'),
    dense('fc7', '=hidden'),
    dropout('drop7'),
    scores,
  ),
  {
    parameters: { width: 64, hidden: 4096, dropRate: 0.5, classes: 487 },
    blocks: {
      stage: rowBlock(
        { filters: 64, convs: 1, poolTime: 2 },
        use('convs', 'convolution', { filters: '=filters' }, { repeat: '=convs' }),
        layer('pool', 'maxPooling3d', { poolSize: ['=poolTime', 2, 2], padding: 'same' }),
      ),
      convolution: rowBlock(
        { filters: 64 },
        layer('conv', 'conv3d', {
          filters: '=filters',
          kernelSize: 3,
          padding: 'same',
          activation: 'relu',
          kernelInitializer: 'heNormal',
        }),
      ),
    },
    training: {
      dataset: { kind: 'npz', path: 'films-112.npz' },
      optimizer: { kind: 'momentum', learningRate: 0.003, momentum: 0.9 },
      epochs: 16,
      batchSize: 30,
    },
  },
)

export const c3d: Template = {
  name: 'c3d',
  family: 'films',
  title: 'C3D',
  year: 2014,
  paper:
    'Tran, Bourdev, Fergus, Torresani, Paluri: Learning spatiotemporal features with 3D convolutional networks',
  idea: 'VGG with one more axis: 3×3×3 windows slide over time as over height and width, so that movement is a feature like an edge. The first pooling leaves time alone, lest it be gone too soon. 16 frames of 112×112 pixels; 487 kinds of sport, or with 101 classes the actions of UCF101.',
  error: 'Top-1 40.0 % of the videos of Sports-1M',
  document,
}
