// First weights and settings that train badly.
import type { Diagnostic } from './diagnostic.ts'

export const training: Readonly<Record<string, Diagnostic>> = {
  'constant-kernel': {
    title: 'Weights that all start equal',
    page: 'Units of a layer with equal weights compute the same, get the same gradient and stay equal for ever. Random weights break the symmetry.',
  },
  'initializer-shape': {
    title: 'First values that do not fit their weight',
    page: 'Typed numbers have the weight’s shape, or one that broadcasts to it, or that of the window, which every pair of channel and filter then has. The unit matrix wants equal sides, orthogonal two axes, and most filters of image processing a window of 3×3.',
  },
  'constraint-axis': {
    title: 'A norm along an axis that is not there',
    page: 'A constraint takes norms along axes of the weight: 0 for each unit of a dense layer, 0, 1 and 2 for each filter of a 2-D convolution.',
  },
  'far-from-he': {
    title: 'Weights that blow up or put out what goes through',
    page: 'Behind ReLU a layer keeps the variance if its weights have the deviation √(2 ÷ fan in) (He et al. 2015). A fixed deviation is right for one fan in only, and every further layer multiplies the mistake.',
  },
  'decayed-twice': {
    title: 'A penalty and weight decay on the same weights',
    page: 'The gradient of l2·Σw² is 2·l2·w, and weight decay adds decay·w to the same gradient. Both together are one stronger decay that is harder to tune.',
  },
  'selu-initializer': {
    title: 'SELU with other than LeCun’s weights',
    page: 'Its fixed point of mean 0 and variance 1 is proved for weights of variance 1 ÷ fan in (Klambauer et al. 2017).',
  },
  'selu-dropout': {
    title: 'Dropout behind SELU',
    page: 'Alpha dropout sets values to SELU’s lowest value instead of 0 and corrects scale and shift, so mean and variance stay.',
  },
  'small-batch-for-normalization': {
    title: 'Batch normalization over a few examples',
    page: 'Mean and variance of two to three examples are mostly noise. Group and layer normalization do not depend on the batch.',
  },
  'learning-rate': {
    title: 'An unusual learning rate',
    page: 'Too high and the loss grows to infinity; too low and it hardly moves. Try a tenth or ten times as much, and watch the first fifty steps.',
  },
  memory: {
    title: 'More memory than a usual machine has',
    page: 'Training keeps the activations of every layer for the gradients. A smaller batch, smaller pictures or mixedBfloat16 help most.',
  },
  'idle-weight-decay': {
    title: 'Weight decay without weights',
    page: 'Decay applies to kernels, not to biases, scales and shifts. None of the trained layers has a kernel.',
  },
  'half-frozen': {
    title: 'A frozen layer before moving statistics',
    page: 'Fine-tuning with the weights frozen and the normalization training changes what the frozen weights meant. Freeze both; a frozen normalization uses its moving statistics, as in Keras.',
  },
}
