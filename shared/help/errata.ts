// Where papers, notes and libraries print another number than the arithmetic gives, or mean another thing by
// the same word. Each says by the numbers of a layer where it belongs, so it appears in any drawing.
import type { Json } from '../document/types.ts'

export interface Erratum {
  readonly id: string
  /** Who says what. */
  readonly title: string
  /** What is so, with the numbers. */
  readonly text: string
  readonly at: Situation
}

/** All that is given must hold. Of shapes and lists `null` stands for any number. */
export interface Situation {
  readonly type: string
  readonly inputs?: readonly (readonly (number | null)[])[]
  readonly params?: Readonly<Record<string, Json>>
  /** One of the few layers before it. */
  readonly behind?: Situation
}

const three = [3, 3]
const halving = { strides: [2, 2] }

export const errata: readonly Erratum[] = [
  {
    id: 'alexnet-227',
    title: 'AlexNet’s paper prints 224×224',
    text: 'With an 11×11 window and stride 4, (224 − 11) ÷ 4 + 1 = 54.25 is not whole. The paper’s own map of 55×55 needs 227: (227 − 11) ÷ 4 + 1 = 55. So do 224 pixels with one zero before them and two behind.',
    at: {
      type: 'conv2d',
      inputs: [
        [227, 227, null],
        [224, 224, null],
      ],
      params: { kernelSize: [11, 11], strides: [4, 4] },
    },
  },
  {
    id: 'alexnet-towers',
    title: 'AlexNet is three networks by one name',
    text: 'In one tower it has 62,378,344 parameters and 1,135,256,096 MACs. The paper’s two graphics cards held a tower each: groups 2 in the second, fourth and fifth convolution, 60,965,224 and 724,406,816. The alexnet of torchvision, 61,100,840, is another, narrower network.',
    at: {
      type: 'conv2d',
      inputs: [[27, 27, 96]],
      params: { kernelSize: [5, 5], filters: 256 },
    },
  },
  {
    id: 'alexnet-order',
    title: 'AlexNet is often drawn with the pooling first',
    text: 'The paper normalizes the response and then pools: 55×55×96 and 27×27×256 numbers are normalized. Pooling first is cheaper, and another network.',
    at: {
      type: 'localResponseNormalization',
      inputs: [
        [55, 55, 96],
        [27, 27, 96],
        [27, 27, 256],
        [13, 13, 256],
      ],
      behind: {
        type: 'conv2d',
        inputs: [
          [227, 227, null],
          [27, 27, 96],
        ],
      },
    },
  },
  {
    id: 'parameter-exercise',
    title: 'The course notes print 103,219,200 parameters here',
    text: '28·28·128 = 100,352 numbers times 1,024 units, and 1,024 biases, are 102,761,472.',
    at: { type: 'dense', inputs: [[100_352]], params: { units: 1024 } },
  },
  {
    id: 'lenet-c3',
    title: 'LeNet-5’s C3 has 1,516 parameters in the paper',
    text: 'There each of its 16 maps reads only some of the 6 before it, by a table. Read by all, as nearly everyone builds it, it has 5·5·6·16 + 16 = 2,416, and the network 61,706.',
    at: {
      type: 'conv2d',
      inputs: [[14, 14, 6]],
      params: { kernelSize: [5, 5], filters: 16, groups: 1 },
    },
  },
  {
    id: 'googlenet-five',
    title: 'torchvision’s GoogLeNet is no reference',
    text: 'The paper’s wide branch is a 5×5 convolution with a bias: 6,998,552 parameters in all, 13,378,280 with both auxiliary heads. torchvision puts 3×3 there and a batch normalization behind every convolution.',
    at: {
      type: 'conv2d',
      inputs: [[28, 28, 16]],
      params: { kernelSize: [5, 5], filters: 32 },
      behind: { type: 'conv2d', inputs: [[28, 28, 192]], params: { filters: 16 } },
    },
  },
  {
    id: 'resnet-stride-3x3',
    title: 'ResNet’s paper halves the picture one layer earlier',
    text: 'With the stride in the 3×3 convolution, as nearly everyone builds it since, ResNet-50 has 4,089,184,256 MACs; with the stride in the first 1×1, as in the paper’s table, 3,857,973,248. The parameters are the same.',
    at: {
      type: 'conv2d',
      inputs: [[56, 56, 128]],
      params: { kernelSize: three, filters: 128, groups: 1, ...halving },
    },
  },
  {
    id: 'resnet-stride-1x1',
    title: 'ResNet’s paper and its programs halve in different places',
    text: 'With the stride in the first 1×1 convolution, as in the paper’s table, ResNet-50 has 3,857,973,248 MACs; with the stride in the 3×3 behind it, as nearly everyone builds it since, 4,089,184,256. The parameters are the same.',
    at: {
      type: 'conv2d',
      inputs: [[56, 56, 256]],
      params: { kernelSize: [1, 1], filters: 128, ...halving },
    },
  },
  {
    id: 'resnet-34-shortcut',
    title: 'The paper’s 3.6 billion for ResNet-34 are without this layer',
    text: 'It counts the shortcut that is padded with zeros. With 1×1 convolutions in the shortcuts ResNet-34 has 3,663,761,408 MACs, ResNet-18 1,814,073,344.',
    at: {
      type: 'conv2d',
      inputs: [[56, 56, 64]],
      params: { kernelSize: [1, 1], filters: 128, ...halving },
    },
  },
  {
    id: 'resnet-biases',
    title: 'Keras’s ResNets have biases in their convolutions',
    text: 'A batch normalization behind a convolution takes its bias away again. ResNet-50 has 25,557,032 trainable parameters without them, as in torchvision, and 25,583,592 with them.',
    at: {
      type: 'conv2d',
      inputs: [[56, 56, 64]],
      params: { kernelSize: [1, 1], filters: 256, strides: [1, 1], useBias: false },
    },
  },
  {
    id: 'efficientnet-scaling',
    title: 'The rule 1.2ⁿ, 1.1ⁿ, 1.15ⁿ does not give the published EfficientNets',
    text: 'It explains the family, for 1.2·1.1²·1.15² = 1.92 is about twice the work a step. The published widths, depths and sizes were chosen by hand near it: for n = 7 the rule has 68.7 M parameters, B7 has 66,347,960.',
    at: {
      type: 'conv2d',
      inputs: [240, 260, 300, 380, 456, 528, 600].map(size => [size, size, 3]),
      params: {
        kernelSize: three,
        useBias: false,
        padding: [
          [1, 1],
          [1, 1],
        ],
        ...halving,
      },
    },
  },
  {
    id: 'batch-normalization',
    title: 'PyTorch’s momentum is one minus this one, and its variance another',
    text: 'Here, as in Keras, moving = momentum·moving + (1 − momentum)·batch with 0.99, epsilon 0.001 and the biased variance of the batch. PyTorch’s momentum 0.1 keeps 0.9, its epsilon is 0.00001, and it keeps the unbiased variance.',
    at: { type: 'batchNormalization' },
  },
  {
    id: 'response-normalization',
    title: 'Libraries read alpha and n differently',
    text: 'Here, as in the paper, n channels around each are summed, n ÷ 2 rounded down on either side, and alpha counts as written; TensorFlow calls n ÷ 2 the depth radius. PyTorch divides alpha by its size, and an even size covers one channel less: n = 2 is its size 3 with three times the alpha.',
    at: { type: 'localResponseNormalization' },
  },
  {
    id: 'flops-are-macs',
    title: 'Many papers call these FLOPs',
    text: 'So do the course notes, and ResNet’s table. A multiplication and an addition are two operations: FLOPs here are twice the MACs. Only convolutions, dense layers and attention products count as MACs.',
    at: { type: 'conv2d' },
  },
  {
    id: 'attention-products',
    title: 'Many counters leave the attention products out',
    text: 'Every position with every other, twice: these products have no weights, so a counter that goes from weight to weight misses them. ViT-B/16 has 17.564 G MACs with them and 16.849 G without.',
    at: { type: 'multiHeadAttention' },
  },
]
