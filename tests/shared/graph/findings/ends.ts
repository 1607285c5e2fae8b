// How networks end that do not answer what the loss asks.
import { drawing, layer } from '../drawing.ts'
import { chain, dense, end, type Finding, image, training } from './parts.ts'

export const endsFindings: readonly Finding[] = [
  {
    code: 'clipped-logits',
    node: 'scores',
    says: ['cuts off at 0'],
    in: chain(
      image(4),
      dense('scores', 3, { activation: 'relu' }),
      layer('s', 'activation', { activation: 'softmax' }),
    ),
    notIn: chain(image(4), dense('scores', 3), layer('s', 'activation', { activation: 'softmax' })),
  },
  {
    code: 'softmax-of-one',
    node: 'scores',
    says: ['always 1'],
    in: chain(image(4), dense('scores', 1, { activation: 'softmax' })),
    notIn: chain(image(4), dense('scores', 2, { activation: 'softmax' })),
  },
  {
    code: 'dead-branch',
    node: 'side',
    says: ['end only'],
    in: {
      ...drawing([image(4), end, dense('side', 2)], 'image > end, image > side'),
      training: { ...training, losses: { end: { loss: 'categoricalCrossentropy' } } },
    },
    notIn: {
      ...drawing([image(4), end, dense('side', 2)], 'image > end, image > side'),
      training: {
        ...training,
        losses: {
          end: { loss: 'categoricalCrossentropy' },
          side: { loss: 'categoricalCrossentropy' },
        },
      },
    },
  },
  {
    code: 'disturbed-output',
    node: 'drop',
    says: ['the answers themselves'],
    in: chain(image(4), end, layer('drop', 'dropout', { rate: 0.2 })),
    notIn: chain(image(4), layer('drop', 'dropout', { rate: 0.2 }), end),
  },
]
