// Parts of the templates to be put into any drawing: each with what it needs, and nothing around it.
import type { Block, RawParams } from '../shared/document/types.ts'
import { attentionGate, squeezeExcite } from './parts/gates.ts'
import { inceptionModule, naiveInception } from './parts/inception.ts'
import { act, block, conv, dense, dropout, layer, norm } from './parts/nodes.ts'
import { plainKernel } from './parts/residual.ts'

/** A block as the palette offers it. */
export interface BlockPart {
  /** Under this name the document gets the block. */
  readonly name: string
  readonly title: string
  /** What it computes and where it comes from, in one or two sentences. */
  readonly help: string
  readonly block: Block
  /** What its first use is given. */
  readonly params?: RawParams
  readonly repeat?: number
  /** Parameters that must be the channels of what it reads. */
  readonly channels?: readonly string[]
}

const three = { padding: 'same', ...plainKernel }

const residual: Block = block(
  { filters: 64, strides: 1, changes: false },
  [
    conv('conv1', '=filters', 3, { strides: '=strides', ...three }),
    norm('norm1'),
    act('relu1'),
    conv('conv2', '=filters', 3, three),
    norm('norm2'),
    conv('shortcut', '=filters', 1, { strides: '=strides', ...plainKernel }, '=changes'),
    norm('shortcutNorm', '=changes'),
    layer('add', 'add'),
    act('relu2'),
  ],
  'in conv1 norm1 relu1 conv2 norm2 add relu2 out',
  'in shortcut shortcutNorm add',
)

const bottleneck: Block = block(
  { filters: 64, strides: 1, changes: false },
  [
    conv('reduce', '=filters', 1, plainKernel),
    norm('norm1'),
    act('relu1'),
    conv('conv', '=filters', 3, { strides: '=strides', ...three }),
    norm('norm2'),
    act('relu2'),
    conv('expand', '=4*filters', 1, plainKernel),
    norm('norm3'),
    conv('shortcut', '=4*filters', 1, { strides: '=strides', ...plainKernel }, '=changes'),
    norm('shortcutNorm', '=changes'),
    layer('add', 'add'),
    act('relu3'),
  ],
  'in reduce norm1 relu1 conv norm2 relu2 expand norm3 add relu3 out',
  'in shortcut shortcutNorm add',
)

const denseLayer: Block = block(
  { growth: 32 },
  [
    norm('norm1'),
    act('relu1'),
    conv('narrow', '=4*growth', 1, plainKernel),
    norm('norm2'),
    act('relu2'),
    conv('conv', '=growth', 3, three),
    layer('join', 'concatenate'),
  ],
  'in join',
  'in norm1 relu1 narrow norm2 relu2 conv join out',
)

const encoder: Block = block(
  { width: 64, heads: 4, dropRate: 0.1 },
  [
    layer('norm1', 'layerNormalization', { epsilon: 1e-6 }),
    layer('attention', 'multiHeadAttention', {
      numHeads: '=heads',
      keyDim: '=width/heads',
      dropout: '=dropRate',
    }),
    layer('add1', 'add'),
    layer('norm2', 'layerNormalization', { epsilon: 1e-6 }),
    dense('expand', '=4*width', 'gelu'),
    dropout('drop1'),
    dense('project', '=width', 'linear'),
    dropout('drop2'),
    layer('add2', 'add'),
  ],
  'in norm1 attention add1 norm2 expand drop1 project drop2 add2 out',
  'in add1 add2',
)

/** Every block that the palette offers, in its order. */
export const blockParts: readonly BlockPart[] = [
  {
    name: 'residualBlock',
    title: 'Residual block',
    help: 'Two 3×3 convolutions whose result is added to what came in. Where the shape changes, set changes: a 1×1 convolution brings the input along. He et al., 2015.',
    block: residual,
    params: { filters: 64, changes: true },
  },
  {
    name: 'bottleneck',
    title: 'Bottleneck',
    help: '1×1 down, 3×3, 1×1 up to four times the filters, added to what came in. He et al., 2015.',
    block: bottleneck,
    params: { filters: 64, changes: true },
  },
  {
    name: 'denseLayer',
    title: 'Dense block',
    help: 'Each repetition reads all that came before and appends as many maps as the growth says. Huang et al., 2016.',
    block: denseLayer,
    params: { growth: 12 },
    repeat: 4,
  },
  {
    name: 'inceptionModule',
    title: 'Inception module',
    help: '1×1, 3×3, 5×5 and a pooling side by side, thinned by 1×1 convolutions, joined along the channels. Szegedy et al., 2014.',
    block: inceptionModule,
  },
  {
    name: 'naiveInception',
    title: 'Inception module, naive',
    help: 'The same without the 1×1 convolutions that thin: three times the work. Szegedy et al., 2014.',
    block: naiveInception,
  },
  {
    name: 'squeezeExcite',
    title: 'Squeeze-excite',
    help: 'Squeeze and excitation: a factor between 0 and 1 for every channel, from the means of all. channels must be those of the input. Hu et al., 2017.',
    block: squeezeExcite,
    params: { channels: 64, squeezed: 4 },
    channels: ['channels'],
  },
  {
    name: 'attentionGate',
    title: 'CBAM',
    help: 'A factor for every channel, then one for every position, each from means and maxima. channels must be those of the input. Woo et al., 2018.',
    block: attentionGate,
    params: { channels: 64, squeezed: 4 },
    channels: ['channels'],
  },
  {
    name: 'encoder',
    title: 'Transformer encoder',
    help: 'Attention and two dense layers, each behind a layer normalization and added to what came in. width must be the features of the input. Vaswani et al., 2017; Dosovitskiy et al., 2020.',
    block: encoder,
    params: { width: 64, heads: 4 },
    channels: ['width'],
  },
]
