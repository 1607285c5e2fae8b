// What the residual networks share: the stem of those for large pictures, and the kinds of shortcut.
import type { Block, DocumentNode, RawParams } from '../../shared/document/types.ts'
import type { Choice } from '../template.ts'
import { act, block, conv, layer, maxPool, norm } from './nodes.ts'

export const plainKernel = { useBias: false, kernelInitializer: 'heNormal' }

/** 7×7 and a pooling: a quarter of the side before the first stage. */
export const stem = (filters: number | string): readonly DocumentNode[] => [
  conv('conv', filters, 7, { strides: 2, padding: 3, ...plainKernel }),
  norm('norm'),
  act('relu'),
  maxPool('pool', 3, { strides: 2, padding: 1 }),
]

interface ResidualParts {
  readonly parameters: RawParams
  /** What is computed beside the shortcut, one after another. */
  readonly main: readonly DocumentNode[]
  /** Id of the ReLU behind the addition. */
  readonly last: string
  /** Channels of the output, and how many of them the input lacks where the shape changes. */
  readonly filters: string
  readonly missing: string
}

/**
 * A block that adds what it computes to what it received. It has the parameters `strides` and
 * `changes` (the shape differs) and wants `residual` and `projection` around it. The shortcut is the
 * input itself, or where the shape changes a 1×1 convolution, or every second pixel and channels of
 * zeros behind (option A of the paper): without any weight.
 */
export function residualBlock({ parameters, main, last, filters, missing }: ResidualParts): Block {
  const projects = '=changes and residual and projection'
  const pads = { when: '=changes and residual and not projection' }
  const padding = [
    [0, 0],
    [0, missing],
  ]
  const shortcut = [
    conv('shortcut', filters, 1, { strides: '=strides', ...plainKernel }, projects),
    norm('shortcutNorm', projects),
    layer('subsample', 'maxPooling2d', { poolSize: 1, strides: '=strides' }, pads),
    layer('across', 'permute', { dims: [1, 3, 2] }, pads),
    layer('zeros', 'zeroPadding2d', { padding }, pads),
    layer('back', 'permute', { dims: [1, 3, 2] }, pads),
  ]
  const add = layer('add', 'add', undefined, { when: '=residual' })
  const ids = (nodes: readonly DocumentNode[]) => nodes.map(node => node.id).join(' ')
  return block(
    { ...parameters, strides: 1, changes: false },
    [...main, ...shortcut, add, act(last)],
    `in ${ids(main)} add ${last} out`,
    `in ${ids(shortcut)} add`,
  )
}

/** Two 3×3 convolutions; channels double where the shape changes. */
export const basicBlock: Block = residualBlock({
  parameters: { filters: 64 },
  main: [
    conv('conv1', '=filters', 3, { strides: '=strides', padding: 1, ...plainKernel }),
    norm('norm1'),
    act('relu1'),
    conv('conv2', '=filters', 3, { padding: 1, ...plainKernel }),
    norm('norm2'),
  ],
  last: 'relu2',
  filters: '=filters',
  missing: '=filters/2',
})

/** Words for the two flags of every residual block. */
export const shortcutChoice: Choice = {
  projection: { residual: true, projection: true },
  'zero-pad': { residual: true, projection: false },
  none: { residual: false },
}
