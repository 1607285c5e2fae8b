// Sizes that published networks avoid.
import type { Diagnostic } from './diagnostic.ts'

export const proportions: Readonly<Record<string, Diagnostic>> = {
  'dense-on-picture': {
    title: 'A dense layer on a picture',
    page: 'It is applied to the channels of every position, like a 1×1 convolution, as in Keras. Put flatten before it if the whole picture was meant.',
  },
  bottleneck: {
    title: 'Narrower than the classes',
    page: 'From d numbers a linear layer can put at most d + 1 classes in general position first; below that some classes can never win whatever the weights.',
  },
  'narrower-and-smaller': {
    title: 'Channels that fall while the map shrinks',
    page: 'Where a stage halves the map, published networks double the channels, so that each stage costs about the same and less is thrown away. Falling channels are right in decoders and in bottlenecks.',
  },
  'large-kernel': {
    title: 'A large window that small ones can replace',
    page: 'Two 3×3 see 5×5 with 18C² instead of 25C² weights, three see 7×7 with 27C² instead of 49C², and an activation stands between them (VGG, Simonyan and Zisserman 2015). The function is not the same one, so the network has to be trained again.',
  },
  'stage-jump': {
    title: 'A stage that costs far more than the one before',
    page: 'When one stage takes most of the time, depth or width elsewhere is nearly free. Balance the stages, or shrink the map earlier.',
  },
  'saturating-stack': {
    title: 'Many sigmoids or tanhs in a row',
    page: 'Each multiplies the gradient by its slope, at most 1/4 for sigmoid, so that the first layers hardly learn (Glorot and Bengio 2010). ReLU, normalization or shortcuts mend it.',
  },
  'no-shortcuts': {
    title: 'A deep stack without shortcuts',
    page: 'Beyond about 20 layers a plain stack trains worse than a shallower one, not by overfitting but because it is harder to optimise; shortcuts mend it (He et al. 2016).',
  },
  'no-normalization': {
    title: 'A deep stack without normalization',
    page: 'The distribution of each layer’s input moves while the layers before it learn. Batch normalization allows learning rates ten times as high (Ioffe and Szegedy 2015).',
  },
  'short-sighted': {
    title: 'A receptive field much smaller than the picture',
    page: 'Global pooling averages judgements that each saw a small patch. That is texture, not shape. More layers, strides, poolings or dilation widen the field.',
  },
  'groups-of-one': {
    title: 'A convolution with one group per channel',
    page: 'That is a depthwise convolution; TensorFlow has an operation of its own for it, and the name says what is meant.',
  },
  checkerboard: {
    title: 'A transposed convolution with uneven overlap',
    page: 'Where the stride does not divide the window, some outputs are sums of more windows than others, which shows as a checkerboard (Odena et al. 2016). Use a multiple, or up-sampling and a convolution.',
  },
  'even-kernel': {
    title: 'An even window with padding same',
    page: 'It has no middle, so one side gets a pixel more and the map drifts by half a pixel with every layer. Odd windows do not.',
  },
}
