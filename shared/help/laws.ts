// The rules behind the rows of Explain, in letters, under the names that the field gives them.
import type { Explanation } from '../layers/define.ts'

export interface Law {
  readonly name: string
  readonly formula: string
}

interface Entry extends Law {
  readonly types: RegExp
  readonly quantity: RegExp
  /** What the row's own arithmetic looks like, where a layer has several rules. */
  readonly row?: RegExp
}

const windows =
  /^((depthwise|separable)?[cC]onv[123]d|locallyConnected[123]d|(max|average|min|l2|weightedAverage)Pooling[123]d)$/
const transposed = /^conv[123]dTranspose$/
const sizes = /^(Depth|Height|Width|Length)$/

/** The first that fits a row counts. */
const entries: readonly Entry[] = [
  {
    types: windows,
    quantity: sizes,
    row: /^ceil/,
    name: 'Output size, padding same',
    formula: '⌈W ÷ S⌉',
  },
  {
    types: windows,
    quantity: sizes,
    name: 'Output size of a window',
    formula: '⌊(W − d·(F − 1) − 1 + P) ÷ S⌋ + 1, P the padding of both sides',
  },
  {
    types: transposed,
    quantity: sizes,
    row: /^[\d,]+·[\d,]+$/,
    name: 'Output size, padding same',
    formula: 'W·S',
  },
  {
    types: transposed,
    quantity: sizes,
    name: 'Output size of a transposed window',
    formula: '(W − 1)·S + d·(F − 1) + 1 − P',
  },
  {
    types: /^conv\dd(Transpose)?$/,
    quantity: /^Parameters$/,
    name: 'Weights of a convolution',
    formula: 'F·F·(C ÷ groups)·K, and K biases',
  },
  {
    types: /^depthwise/,
    quantity: /^Parameters$/,
    name: 'Weights of a depthwise convolution',
    formula: 'F·F·C·m, and C·m biases',
  },
  {
    types: /^separable/,
    quantity: /^Parameters$/,
    name: 'Weights of a separable convolution',
    formula: 'F·F·C·m + C·m·K, and K biases: 1 ÷ K + 1 ÷ F² of a plain one',
  },
  {
    types: /^locallyConnected/,
    quantity: /^Parameters$/,
    name: 'Weights without sharing',
    formula: 'H·W·F·F·C·K, and H·W·K biases',
  },
  {
    types: /^dense$/,
    quantity: /^Parameters$/,
    name: 'Weights of a dense layer',
    formula: 'n·m, and m biases',
  },
  {
    types: /^batchNormalization$/,
    quantity: /^Parameters$/,
    name: 'Scale, shift, mean and variance',
    formula: '4·C, of which 2·C are learned',
  },
  {
    types: /^(layer|group|instance)Normalization$/,
    quantity: /^Parameters$/,
    name: 'Scale and shift',
    formula: '2·n, n the size of the scaled axes',
  },
  {
    types: /^multiHeadAttention$/,
    quantity: /^Parameters$/,
    name: 'Query, key, value and output',
    formula: '4·(d² + d), where heads times size is the width d',
  },
  {
    types: /^embedding$/,
    quantity: /^Parameters$/,
    name: 'A row for each word',
    formula: 'words·width',
  },
  {
    types: /^(conv\dd(Transpose)?|locallyConnected\dd)$/,
    quantity: /^MACs$/,
    name: 'Multiply-accumulates; 1 MAC is 2 FLOPs',
    formula: 'H·W·K · F·F·(C ÷ groups)',
  },
  {
    types: /^depthwise/,
    quantity: /^MACs$/,
    name: 'Multiply-accumulates; 1 MAC is 2 FLOPs',
    formula: 'H·W·C·m · F·F',
  },
  {
    types: /^dense$/,
    quantity: /^MACs$/,
    name: 'Multiply-accumulates; 1 MAC is 2 FLOPs',
    formula: 'n·m',
  },
  {
    types: /^multiHeadAttention$/,
    quantity: /^MACs$/,
    name: 'Four projections and two products',
    formula: '4·T·d² + 2·T²·d',
  },
  {
    types: /./,
    quantity: /^MACs$/,
    name: 'Multiply-accumulates',
    formula: '1 MAC is 2 FLOPs',
  },
  {
    types: /./,
    quantity: /^Receptive field$/,
    name: 'Receptive field',
    formula: 'r + (F − 1)·d·S, S the product of the strides before',
  },
]

export function lawOf(type: string, { quantity, formula }: Explanation): Law | undefined {
  const entry = entries.find(
    each =>
      each.types.test(type) && each.quantity.test(quantity) && (each.row?.test(formula) ?? true),
  )
  return entry && { name: entry.name, formula: entry.formula }
}
