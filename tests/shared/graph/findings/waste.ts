// Layers that cost something and do nothing, or undo what others did.
import { drawing, layer } from '../drawing.ts'
import {
  chain,
  conv,
  dense,
  end,
  type Finding,
  flat,
  image,
  mean,
  norm,
  training,
} from './parts.ts'

export const wasteFindings: readonly Finding[] = [
  {
    code: 'activation-without-effect',
    node: 'again',
    says: ['relu already'],
    in: chain(
      image(8, 8, 3),
      conv('c', 4),
      layer('again', 'activation', { activation: 'relu' }),
      mean,
      end,
    ),
    notIn: chain(
      image(8, 8, 3),
      conv('c', 4),
      layer('again', 'activation', { activation: 'tanh' }),
      mean,
      end,
    ),
  },
  {
    code: 'without-effect',
    node: 'pool',
    says: ['one position'],
    in: chain(
      image(8, 8, 3),
      conv('c', 4),
      layer('pool', 'maxPooling2d', { poolSize: 1, strides: 1 }),
      mean,
      end,
    ),
    notIn: chain(
      image(8, 8, 3),
      conv('c', 4),
      layer('pool', 'maxPooling2d', { poolSize: 2 }),
      mean,
      end,
    ),
  },
  {
    code: 'same-input-twice',
    node: 'sum',
    says: ['reads c twice'],
    in: drawing(
      [image(8, 8, 3), conv('c', 3), layer('sum', 'add')],
      'image > c, c > sum, c > sum',
      { training },
    ),
    notIn: drawing(
      [image(8, 8, 3), conv('c', 3), layer('sum', 'add')],
      'image > c, c > sum, image > sum',
      { training },
    ),
  },
  {
    // 28·28·16·1000 + 1000 = 12,545,000; after averaging 16·1000 + 1000 = 17,000.
    code: 'heavy-dense',
    node: 'fc',
    says: ['28×28×16 = 12,544', '12,545,000', '17,000'],
    in: chain(
      image(28, 28, 3),
      conv('c', 16),
      flat,
      dense('fc', 1000, { activation: 'relu' }),
      end,
    ),
    notIn: chain(
      image(28, 28, 3),
      conv('c', 16),
      mean,
      dense('fc', 1000, { activation: 'relu' }),
      end,
    ),
  },
  {
    code: 'unused-block',
    node: null,
    says: ['block spare'],
    in: { ...chain(image(4), end), blocks: { spare: { nodes: [], edges: [] } } },
    notIn: chain(image(4), end),
  },
  {
    code: 'nothing-trains',
    node: null,
    says: ['50 parameters are frozen'],
    in: chain(image(4), dense('fc', 10, { trainable: false })),
    notIn: chain(image(4), dense('fc', 10)),
  },
  {
    code: 'dropout-before-normalization',
    node: 'drop',
    says: ['another one in use'],
    in: chain(
      image(8, 8, 3),
      conv('c', 4),
      layer('drop', 'dropout', { rate: 0.2 }),
      norm,
      mean,
      end,
    ),
    notIn: chain(
      image(8, 8, 3),
      conv('c', 4),
      norm,
      layer('drop', 'dropout', { rate: 0.2 }),
      mean,
      end,
    ),
  },
]
