// Sizes that published networks avoid.
import { layer } from '../drawing.ts'
import { chain, conv, dense, end, type Finding, image, mean, norm, stack } from './parts.ts'

export const proportionsFindings: readonly Finding[] = [
  {
    code: 'bottleneck',
    node: 'fc',
    says: ['4 units', '10 classes', 'at least 9'],
    in: chain(image(64), dense('fc', 4, { activation: 'relu' }), end),
    notIn: chain(image(64), dense('fc', 9, { activation: 'relu' }), end),
  },
  {
    // 16·16·32 = 8,192 numbers become 8·8·16 = 1,024.
    code: 'narrower-and-smaller',
    node: 'b',
    says: ['16×16 to 8×8', '32 to 16', '8,192', '1,024'],
    in: chain(image(16, 16, 3), conv('a', 32), conv('b', 16, { strides: 2 }), mean, end),
    notIn: chain(image(16, 16, 3), conv('a', 32), conv('b', 32, { strides: 2 }), mean, end),
  },
  {
    // FACTS: two 3×3 need 18·C² where one 5×5 needs 25·C²: 73,728 against 102,400 for C = 64, 28 % fewer.
    code: 'large-kernel',
    node: 'five',
    says: ['102,400', '73,728', '28 %'],
    in: chain(image(16, 16, 64), conv('five', 64, { kernelSize: 5 }), mean, end),
    notIn: chain(image(16, 16, 3), conv('five', 64, { kernelSize: 5 }), mean, end),
  },
  {
    code: 'stage-jump',
    node: 'c',
    says: ['the whole network'],
    in: chain(
      image(32, 32, 3),
      conv('a', 8),
      conv('b', 8, { strides: 2 }),
      conv('c', 256, { strides: 2 }),
      conv('d', 256),
      mean,
      end,
    ),
    notIn: chain(
      image(32, 32, 3),
      conv('a', 8),
      conv('b', 16, { strides: 2 }),
      conv('c', 32, { strides: 2 }),
      conv('d', 32),
      mean,
      end,
    ),
  },
  {
    // The sigmoid's slope is at most 1/4: (1/4)^6 = 1/4,096.
    code: 'saturating-stack',
    node: 's0',
    says: ['6 layers', '1/4,096'],
    in: chain(
      image(8),
      ...stack(6, index => dense(`s${index}`, 16, { activation: 'sigmoid' })),
      end,
    ),
    notIn: chain(
      image(8),
      ...stack(6, index => dense(`s${index}`, 16, { activation: 'relu' })),
      end,
    ),
  },
  {
    code: 'no-shortcuts',
    node: 'c0',
    says: ['25 convolutions'],
    in: chain(image(8, 8, 3), ...stack(25, index => conv(`c${index}`, 4)), mean, end),
    notIn: chain(image(8, 8, 3), ...stack(24, index => conv(`c${index}`, 4)), mean, end),
  },
  {
    code: 'no-normalization',
    node: 'c0',
    says: ['12 layers'],
    in: chain(image(8, 8, 3), ...stack(11, index => conv(`c${index}`, 4)), mean, end),
    notIn: chain(image(8, 8, 3), ...stack(11, index => conv(`c${index}`, 4)), norm, mean, end),
  },
  {
    code: 'short-sighted',
    node: 'mean',
    says: ['5×5 of 64×64'],
    in: chain(image(64, 64, 3), conv('a', 4), conv('b', 4), mean, end),
    notIn: chain(image(16, 16, 3), conv('a', 4), conv('b', 4), mean, end),
  },
  {
    code: 'groups-of-one',
    node: 'c',
    says: ['6'],
    in: chain(image(8, 8, 6), conv('c', 12, { groups: 6 }), mean, end),
    notIn: chain(image(8, 8, 6), conv('c', 12, { groups: 3 }), mean, end),
  },
  {
    code: 'checkerboard',
    node: 'up',
    says: ['window of 3', 'stride 2', '1 or 2'],
    in: chain(
      image(8, 8, 3),
      layer('up', 'conv2dTranspose', { filters: 4, kernelSize: 3, strides: 2 }),
      mean,
      end,
    ),
    notIn: chain(
      image(8, 8, 3),
      layer('up', 'conv2dTranspose', { filters: 4, kernelSize: 4, strides: 2 }),
      mean,
      end,
    ),
  },
  {
    code: 'even-kernel',
    node: 'c',
    says: ['window of 4', '1 before and 2 after'],
    in: chain(image(8, 8, 3), conv('c', 4, { kernelSize: 4 }), mean, end),
    notIn: chain(image(8, 8, 3), conv('c', 4, { kernelSize: 5 }), mean, end),
  },
]
