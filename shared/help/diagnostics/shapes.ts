// Sizes that do not go together.
import type { Diagnostic } from './diagnostic.ts'

export const shapes: Readonly<Record<string, Diagnostic>> = {
  'window-too-large': {
    title: 'A window larger than what it slides over',
    page: 'The output size floor((W − d·(F − 1) − 1 + P) ÷ S) + 1 comes out below 1. Use a smaller window, padding, or fewer strides and poolings before it.',
  },
  'unread-pixels': {
    title: 'Pixels that are never read',
    page: 'The division in the output size is not exact, so the last rows or columns stay outside every window. AlexNet’s first layer is the famous case: with 224 pixels it gives 54.25, and only 227 give 55. Harmless mostly; padding mends it.',
  },
  'skipped-pixels': {
    title: 'A stride longer than the window',
    page: 'Between two windows some pixels are jumped over, always the same ones. A 1×1 window with stride 2 does so on purpose in residual networks; elsewhere a larger window is meant.',
  },
  'needs-picture': {
    title: 'A layer that reads pictures',
    page: 'It expects height × width × channels. A list of numbers can be reshaped; channels are last here, as in TensorFlow.',
  },
  'needs-sequence': {
    title: 'A layer that reads sequences',
    page: 'It expects positions × features. A picture becomes a sequence by patchEmbedding or reshape.',
  },
  'needs-volume': {
    title: 'A layer that reads volumes',
    page: 'It expects depth × height × width × channels: the frames of a film, the slices of a scan. A picture becomes a volume by reshape, with one channel or one plane.',
  },
  'needs-vector': {
    title: 'A layer that reads a list of numbers',
    page: 'Put flatten or a global pooling before it.',
  },
  'needs-positions': {
    title: 'Nothing to average over',
    page: 'The layer takes statistics over positions, and its input has none. Use layerNormalization for lists of numbers.',
  },
  'needs-inputs': {
    title: 'A formula that reads more than arrives',
    page: 'The names in the formula stand for the wires in their order. Draw the missing wires or take the name out.',
  },
  'needs-two-inputs': {
    title: 'A merge of one thing',
    page: 'Merging layers take two wires or more. One was probably forgotten.',
  },
  'shapes-differ': {
    title: 'Shapes that cannot be merged',
    page: 'Element-wise merges need equal sizes, or 1, along every axis. In residual networks a 1×1 convolution with the right filters and stride brings the shortcut to the shape of the branch.',
  },
  'reshape-differs': {
    title: 'A reshape that does not come out even',
    page: 'Reshaping keeps every number, so both shapes must hold equally many. One size may be −1: it is worked out from the others.',
  },
  axis: {
    title: 'An axis that the input does not have, or that the layer cannot use',
    page: 'Axes are counted without the batch from 1, or from the end with −1. Normalizations work along the channels, the last axis.',
  },
  groups: {
    title: 'Groups that do not divide the channels',
    page: 'Each group reads its own channels and makes its own filters, so both numbers must be multiples of the groups.',
  },
  'split-differs': {
    title: 'Parts that do not add up',
    page: 'The parts of a split must together be as long as the axis, or divide it evenly.',
  },
  'slice-axes': {
    title: 'A slice with too many or too few axes',
    page: 'begin and size have one number per axis of the input, without the batch.',
  },
  'slice-outside': {
    title: 'A slice that leaves its input',
    page: 'begin + size must stay within the axis. A size of −1 takes what is left.',
  },
  'whole-slice': {
    title: 'A slice of everything',
    page: 'It passes on its whole input. Remove it or give it a part to take.',
  },
  'no-order': {
    title: 'An order that is none',
    page: 'permute names every axis once, counted from 1 and without the batch.',
  },
  'dot-differs': {
    title: 'Axes of different length in a dot product',
    page: 'The two axes that are multiplied and summed must be equally long.',
  },
  'crops-everything': {
    title: 'A crop that leaves nothing',
    page: 'What is cut off before and after must be less than the axis.',
  },
  'crop-enlarges': {
    title: 'A crop larger than the picture',
    page: 'Keras enlarges such a picture instead of cropping it. Use resizing if that is meant.',
  },
  'reflection-too-wide': {
    title: 'A mirror wider than the picture',
    page: 'Mirroring repeats the pixels next to the border, so at most one less than the axis can be added.',
  },
  'padding-beyond-window': {
    title: 'Padding as wide as the window',
    page: 'Some windows would see nothing but padding, and a maximum over nothing is minus infinity.',
  },
  'output-padding': {
    title: 'Output padding beyond the stride',
    page: 'Output padding chooses between the sizes that one stride apart would give the same input, so it must be smaller than the stride.',
  },
  'block-does-not-divide': {
    title: 'A block size that does not divide',
    page: 'Moving channels into space and back needs sizes that are multiples of the block: height and width one way, channels (by its square) the other.',
  },
  'odd-halves': {
    title: 'An odd number of channels to halve',
    page: 'A gated linear unit multiplies one half of the channels by the sigmoid of the other.',
  },
  pieces: {
    title: 'Pieces that do not divide the channels',
    page: 'Maxout takes the maximum over groups of equally many channels.',
  },
  'sequence-too-long': {
    title: 'More positions than there are vectors',
    page: 'A learned position embedding has one vector per position. Make it longer, or shorten the sequence.',
  },
  'long-sequence': {
    title: 'A long recurrence',
    page: 'A recurrent layer is computed step after step: the first training step takes long to prepare, and gradients over hundreds of steps fade. Shorten the sequence or use attention.',
  },
  'backwards-both-ways': {
    title: 'Backwards and in both directions',
    page: 'A bidirectional layer reads in both directions already, so going backwards would only exchange them.',
  },
  'nothing-left': {
    title: 'A reduction over everything',
    page: 'At least one axis has to stay for the next layer to read.',
  },
  'too-large': {
    title: 'A tensor beyond the limit',
    page: 'TensorFlow counts the numbers of a tensor with 32 bits: at most 2,147,483,647 fit, and memory ends long before.',
  },
  'limit-below-threshold': {
    title: 'A ReLU without room',
    page: 'Its maximum lies below its threshold, so no value passes through unchanged.',
  },
  'divides-by-zero': {
    title: 'A normalization that can divide by zero',
    page: 'With k = 0 a window of zeros has the norm 0. Use a small k, such as 1 or 2.',
  },
  'drops-everything': {
    title: 'A rate that drops everything',
    page: 'With a rate of 1 nothing is left to learn from. Rates of 0.1 to 0.5 are usual.',
  },
}
