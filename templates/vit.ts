import {
  block,
  conv,
  dense,
  dropout,
  image,
  layer,
  network,
  row,
  scores,
  use,
} from './parts/nodes.ts'
import type { Template } from './template.ts'

const normalized = (id: string) => layer(id, 'layerNormalization', { epsilon: 1e-6 })

const document = network(
  'ViT-Ti/16',
  row(
    image(224, 224, 3),
    conv('patches', '=width', '=patch', { strides: '=patch' }),
    layer('tokens', 'reshape', { targetShape: [-1, '=width'] }),
    layer('classToken', 'classToken'),
    layer('positions', 'positionEmbedding', { initializer: 'truncatedNormal' }),
    dropout('drop'),
    use('encoder', 'encoder', undefined, { repeat: '=depth' }),
    normalized('norm'),
    layer('first', 'slice', { begin: [0], size: [1] }),
    layer('answer', 'flatten'),
    scores,
  ),
  {
    parameters: { patch: 16, width: 192, heads: 3, depth: 12, dropRate: 0.1, classes: 1000 },
    blocks: {
      encoder: block(
        {},
        [
          normalized('norm1'),
          layer('attention', 'multiHeadAttention', {
            numHeads: '=heads',
            keyDim: '=width/heads',
            dropout: '=dropRate',
          }),
          layer('add1', 'add'),
          normalized('norm2'),
          dense('expand', '=4*width', 'gelu'),
          dropout('drop1'),
          dense('project', '=width', 'linear'),
          dropout('drop2'),
          layer('add2', 'add'),
        ],
        'in norm1 attention add1 norm2 expand drop1 project drop2 add2 out',
        'in add1 add2',
      ),
    },
    training: { optimizer: { kind: 'adam', learningRate: 0.00025 }, epochs: 300, batchSize: 256 },
  },
)

export const vit: Template = {
  name: 'vit-tiny-16',
  family: 'transformers',
  title: 'ViT-Ti/16',
  year: 2020,
  paper:
    'Dosovitskiy and others: An image is worth 16x16 words: Transformers for image recognition at scale; the tiny size by Touvron and others, 2020',
  idea: 'A picture as a sentence: 196 patches of 16×16 pixels become vectors, each with one more learned vector for its place, and twelve blocks of attention and two dense layers let every patch look at every other. A class token in front gathers the answer. Nothing of it knows what a neighbour is, so it needs more data than a convolution network, or much augmentation.',
  error: 'Top-1 27.8 % on ImageNet (Touvron and others, without distillation)',
  document,
  variants: [
    {
      name: 'vit-small-16',
      title: 'ViT-S/16',
      parameters: { width: 384, heads: 6 },
      error: 'Top-1 20.2 % on ImageNet (Touvron and others)',
    },
    {
      name: 'vit-base-16',
      title: 'ViT-B/16',
      parameters: { width: 768, heads: 12 },
      error: 'Top-1 18.2 % on ImageNet (Touvron and others)',
    },
  ],
}
