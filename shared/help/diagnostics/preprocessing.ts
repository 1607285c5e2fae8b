// Problems of the layers that prepare data.
import type { Diagnostic } from './diagnostic.ts'

export const preprocessing: Readonly<Record<string, Diagnostic>> = {
  'no-augmentation': {
    title: 'An augmentation that changes nothing',
    page: 'Its numbers leave every picture as it is. Give it a range to draw from, or remove it.',
  },
  'no-rescaling': {
    title: 'A rescaling that changes nothing',
    page: 'Times 1 plus 0 is the number itself. Bytes become 0…1 with scale 1/255.',
  },
  'needs-colours': {
    title: 'Colours of a picture without colours',
    page: 'Saturation and hue are computed from red, green and blue, so the picture needs three channels. Brightness and contrast work with any number.',
  },
  'fill-values': {
    title: 'Fill values that do not fit the channels',
    page: 'Give one number for all channels or one for each.',
  },
  'numbers-per-channel': {
    title: 'Numbers that do not fit the channels',
    page: 'Give one number for all, or as many as there are channels (of a normalization: positions along its axes).',
  },
  'half-normalization': {
    title: 'Half of a normalization',
    page: 'A normalization takes mean and variance as given, or both from the training data when a run starts.',
  },
  'late-preprocessing': {
    title: 'Augmentation behind layers that learn',
    page: 'Flips, crops and colours make new examples of old ones. Behind trained layers there are no pictures any more but features, in which a mirrored or cut position means something else. A gradient passes nevertheless.',
  },
  'value-range': {
    title: 'Pixels outside of the value range',
    page: 'Changes of brightness, contrast and colour clip to the value range and add shares of it. Pictures that the program reads arrive as 0…1; bytes in npz files are 0…255 until a rescaling layer divides them.',
  },
  'scaled-twice': {
    title: 'Data that is scaled twice',
    page: 'The program scales pictures to 0…1 itself and, where training says standardize, centres and scales every channel. A rescaling or normalization at the input then does it again. Keep one.',
  },
}
