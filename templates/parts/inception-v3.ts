// The modules of Inception v3: A on 35×35, B on 17×17, C on 8×8, and what lies between them.
import type { Block, DocumentNode, Json } from '../../shared/document/types.ts'
import { act, averagePool, block, conv, layer, maxPool, rowBlock, use } from './nodes.ts'

const unit = (id: string, filters: number | string, kernelSize: Json = 1, more = {}) =>
  use(id, 'unit', { filters, kernelSize, ...more })
const halving = { strides: 2, padding: 'valid' }
const join: DocumentNode = layer('join', 'concatenate')
const mean = averagePool('pool', 3, { strides: 1, padding: 'same' })
const halved = maxPool('pool', 3, { strides: 2 })
const wide = [1, 7]
const tall = [7, 1]

const moduleA: Block = block(
  { pooled: 32 },
  [
    unit('one', 64),
    unit('reduce5', 48),
    unit('five', 64, 5),
    unit('reduce3', 64),
    unit('three1', 96, 3),
    unit('three2', 96, 3),
    mean,
    unit('mix', '=pooled'),
    join,
  ],
  'in one join out',
  'in reduce5 five join',
  'in reduce3 three1 three2 join',
  'in pool mix join',
)

const reductionA: Block = block(
  {},
  [
    unit('three', 384, 3, halving),
    unit('reduce', 64),
    unit('three1', 96, 3),
    unit('three2', 96, 3, halving),
    halved,
    join,
  ],
  'in three join out',
  'in reduce three1 three2 join',
  'in pool join',
)

const moduleB: Block = block(
  { channels: 128 },
  [
    unit('one', 192),
    unit('reduce', '=channels'),
    unit('wide', '=channels', wide),
    unit('tall', 192, tall),
    unit('reduce2', '=channels'),
    unit('tall1', '=channels', tall),
    unit('wide1', '=channels', wide),
    unit('tall2', '=channels', tall),
    unit('wide2', 192, wide),
    mean,
    unit('mix', 192),
    join,
  ],
  'in one join out',
  'in reduce wide tall join',
  'in reduce2 tall1 wide1 tall2 wide2 join',
  'in pool mix join',
)

const reductionB: Block = block(
  {},
  [
    unit('reduce', 192),
    unit('three', 320, 3, halving),
    unit('reduce2', 192),
    unit('wide', 192, wide),
    unit('tall', 192, tall),
    unit('three2', 192, 3, halving),
    halved,
    join,
  ],
  'in reduce three join out',
  'in reduce2 wide tall three2 join',
  'in pool join',
)

const moduleC: Block = block(
  {},
  [
    unit('one', 320),
    unit('reduce', 384),
    unit('wide', 384, [1, 3]),
    unit('tall', 384, [3, 1]),
    unit('reduce2', 448),
    unit('three', 384, 3),
    unit('wide2', 384, [1, 3]),
    unit('tall2', 384, [3, 1]),
    mean,
    unit('mix', 192),
    join,
  ],
  'in one join out',
  'in reduce wide join',
  'reduce tall join',
  'in reduce2 three wide2 join',
  'three tall2 join',
  'in pool mix join',
)

/** Convolution, batch normalization without gamma, ReLU. */
const convolution: Block = rowBlock(
  { filters: 64, kernelSize: 1, strides: 1, padding: 'same' },
  conv('conv', '=filters', '=kernelSize', {
    strides: '=strides',
    padding: '=padding',
    useBias: false,
    kernelInitializer: 'heNormal',
  }),
  layer('norm', 'batchNormalization', { scale: false }),
  act('relu'),
)

export const inceptionBlocks: Readonly<Record<string, Block>> = {
  moduleA,
  reductionA,
  moduleB,
  reductionB,
  moduleC,
  unit: convolution,
}
