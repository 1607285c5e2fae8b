// The residual block of 2016: normalise and rectify first, then convolve; the shortcut stays clear.
import type { Block, DocumentNode, RawParams } from '../../shared/document/types.ts'
import { act, block, conv, layer, norm, rowBlock, use } from './nodes.ts'
import { plainKernel } from './residual.ts'

/**
 * The blocks of a stage: the first, `widening`, changes the shape and takes its shortcut, a 1×1
 * convolution, behind the first ReLU; the others, `residual`, add their input as it came.
 */
export function preactivationBlocks(
  parameters: RawParams,
  filters: string,
  main: readonly DocumentNode[],
): Readonly<Record<string, Block>> {
  const along = `in norm relu ${main.map(node => node.id).join(' ')} add out`
  const nodes = [norm('norm'), act('relu'), ...main, layer('add', 'add')]
  const project = conv('shortcut', filters, 1, { strides: '=strides', ...plainKernel })
  const given = Object.fromEntries(Object.keys(parameters).map(name => [name, `=${name}`]))
  return {
    stage: rowBlock(
      { ...parameters, strides: 1, count: 3 },
      use('first', 'widening', { ...given, strides: '=strides' }),
      use('rest', 'residual', given, { repeat: '=count - 1' }),
    ),
    widening: block({ ...parameters, strides: 1 }, [...nodes, project], along, 'relu shortcut add'),
    residual: block({ ...parameters, strides: 1 }, nodes, along, 'in add'),
  }
}
