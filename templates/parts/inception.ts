// Inception modules: convolutions of several sizes side by side, their channels joined.
import type { Block } from '../../shared/document/types.ts'
import { block, conv, layer, maxPool } from './nodes.ts'

const relu = { activation: 'relu' }
const same = { padding: 'same', ...relu }
const pool = maxPool('pool', 3, { strides: 1, padding: 'same' })

/** As first thought of: every window reads all channels. */
export const naiveInception: Block = block(
  { one: 128, three: 192, five: 96 },
  [
    conv('one', '=one', 1, relu),
    conv('three', '=three', 3, same),
    conv('five', '=five', 5, same),
    pool,
    layer('join', 'concatenate'),
  ],
  'in one join out',
  'in three join',
  'in five join',
  'in pool join',
)

/** As published: 1×1 convolutions thin the channels before the wide windows and behind the pooling. */
export const inceptionModule: Block = block(
  { one: 128, reduce3: 64, three: 192, reduce5: 64, five: 96, pooled: 64 },
  [
    conv('one', '=one', 1, relu),
    conv('reduce3', '=reduce3', 1, relu),
    conv('three', '=three', 3, same),
    conv('reduce5', '=reduce5', 1, relu),
    conv('five', '=five', 5, same),
    pool,
    conv('mix', '=pooled', 1, relu),
    layer('join', 'concatenate'),
  ],
  'in one join out',
  'in reduce3 three join',
  'in reduce5 five join',
  'in pool mix join',
)
