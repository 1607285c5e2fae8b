// Layers that do nothing, or undo what others did.
import type { Diagnostic } from './diagnostic.ts'

export const waste: Readonly<Record<string, Diagnostic>> = {
  'bias-before-normalization': {
    title: 'A bias that normalization removes',
    page: 'Batch normalization subtracts the mean, and with it every constant; its own beta takes the place of the bias. Published networks leave the bias out there.',
  },
  'double-softmax': {
    title: 'Two softmaxes in a row',
    page: 'The second one sees numbers between 0 and 1 only, so its answers are nearly uniform, and gradients are small.',
  },
  'activation-without-effect': {
    title: 'An activation without effect',
    page: 'ReLU after ReLU gives the same numbers, and the linear activation passes everything on.',
  },
  'linear-pair': {
    title: 'Two linear layers without an activation between them',
    page: 'W₂(W₁x) = (W₂W₁)x: together they can do no more than one. An activation between them makes them two. A narrow first one can be meant, as a factorisation of a large matrix.',
  },
  'without-effect': {
    title: 'A layer that changes nothing',
    page: 'A pooling of one position, a padding of nothing, a flattened list: it can go.',
  },
  'same-input-twice': {
    title: 'The same input twice',
    page: 'x + x is 2x. A shortcut was probably meant to come from an earlier layer.',
  },
  'heavy-dense': {
    title: 'A dense layer that holds most of the network',
    page: 'Flattening a large map gives the first dense layer height · width · channels weights per unit. Network in network (Lin et al. 2014) averaged each channel instead; VGG and AlexNet keep nine tenths of their weights in such layers.',
  },
  'no-dropout': {
    title: 'A rate of 0',
    page: 'Nothing is dropped. Give it a rate or remove the layer.',
  },
  'no-noise': {
    title: 'Noise of deviation 0',
    page: 'Nothing is added. Give it a deviation or remove the layer.',
  },
  'one-position': {
    title: 'A normalization over one position',
    page: 'Its mean is the value itself, so the output is 0 (or beta) whatever comes in.',
  },
  'unread-input': {
    title: 'An input that the formula does not read',
    page: 'A wire arrives whose name does not occur in the formula. Use it or remove the wire.',
  },
  'nothing-trains': {
    title: 'Nothing to train',
    page: 'There is no weight, or all of them are frozen. Predicting works; training would change nothing.',
  },
  'dropout-before-normalization': {
    title: 'Dropout before batch normalization',
    page: 'In training dropout raises the variance that the normalization learns; in use nothing is dropped and the variance is smaller, so the scale is wrong (“variance shift”, Li et al. 2019). Put dropout behind the last normalization.',
  },
}
