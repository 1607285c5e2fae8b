// How a network ends: its losses, its classes, its data.
import type { Diagnostic } from './diagnostic.ts'

export const ends: Readonly<Record<string, Diagnostic>> = {
  'no-softmax': {
    title: 'A classifier that ends without softmax',
    page: 'Training is right all the same: the loss takes the numbers as logits, in one operation that cannot overflow. But predict returns logits too, not probabilities.',
  },
  'no-sigmoid': {
    title: 'A yes-or-no network that ends without sigmoid',
    page: 'Training takes the numbers as logits; predict returns them as they are. Add a sigmoid where probabilities are wanted.',
  },
  'loss-and-activation': {
    title: 'A last activation that does not go with the loss',
    page: 'Softmax makes one choice among classes, sigmoid answers each question by itself. The loss must ask the same way.',
  },
  'class-count': {
    title: 'Units and classes differ',
    page: 'A classifier has one unit per class. With fewer, some labels cannot be trained at all; with more, some outputs are never used.',
  },
  'output-shape': {
    title: 'An output of another shape than the labels',
    page: 'One label per picture wants one list of numbers per picture. End with flatten or a global pooling and a dense layer.',
  },
  'input-shape': {
    title: 'An input of another shape than the data',
    page: 'The input layer must take what the data set gives. Change the layer, or choose other data.',
  },
  'data-of-one': {
    title: 'Data with one array for several inputs or outputs',
    page: 'A network with several inputs or outputs learns from an npz file that has an array for each, named after it: left_train, right_train, kind_train, and the same with _test. An output that learns what another one learns needs no array: say so with “answersOf”, or mark it as there for training only.',
  },
  'answers-of': {
    title: 'Answers of an output that has none',
    page: 'In training.losses, “answersOf” names the output whose answers this one learns where the data has no array for it. It must be another output of the network, and one with answers of its own.',
  },
  'only-training': {
    title: 'Every output is for training only',
    page: 'Outputs marked with “trainingOnly” lend the layers before them a shorter way to the loss and are left out of predictions and exports (GoogLeNet’s auxiliary classifiers). At least one output must stay to predict.',
  },
  'clipped-logits': {
    title: 'ReLU before softmax',
    page: 'A softmax compares numbers of any sign. Cut off at 0, all classes below share one probability, and their gradient is 0: the layer can stop learning. Use no activation before the softmax.',
  },
  'softmax-of-one': {
    title: 'Softmax over one number',
    page: 'e^x ÷ e^x is 1. A yes-or-no answer is one unit with sigmoid and binaryCrossentropy, or two units with softmax.',
  },
  'dead-branch': {
    title: 'A branch that leads nowhere',
    page: 'It ends without being read and the losses do not name it, while they name others. Its layers cost time and memory for nothing, or the common loss is applied to it by surprise.',
  },
  'disturbed-output': {
    title: 'Answers that are changed afterwards',
    page: 'Dropout or a normalization behind the last layer alters the probabilities themselves. Regularise before the last layer.',
  },
}
