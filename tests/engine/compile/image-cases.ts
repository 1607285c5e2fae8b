// Operations that give pictures another size.
import type { Recorder } from '../../../engine/compile/recorder.ts'
import type { OperationCase } from './operation-cases.ts'

const picture = [-1, 6, 4, 8]

type Attributes = Parameters<Recorder['op']>[2]

/** An operation whose second input is a list of whole numbers. */
function by(
  name: string,
  numbers: readonly number[],
  shape: readonly number[],
  attributes: Attributes = {},
): OperationCase {
  return {
    name,
    inputs: [picture],
    build: (g, inputs) =>
      g.op(
        name.split(' ')[0] ?? '',
        [...inputs, g.constant(numbers, { type: 'int32', shape })],
        attributes,
      ),
  }
}

const resizes = [
  [9, 7],
  [12, 8],
  [3, 2],
  [1, 5],
].flatMap(size =>
  ['ResizeBilinear', 'ResizeNearestNeighbor'].flatMap(type => [
    by(`${type} to ${size}`, size, [2], { half_pixel_centers: true }),
    by(`${type} to ${size} from the corner`, size, [2]),
    by(`${type} to ${size} by corners`, size, [2], { align_corners: true }),
  ]),
)

const blocks = ['DepthToSpace', 'SpaceToDepth'].map(
  (type): OperationCase => ({
    name: type,
    inputs: [picture],
    build: (g, inputs) => g.op(type, inputs, { block_size: 2 }),
  }),
)

export const imageCases: readonly OperationCase[] = [
  ...resizes,
  ...blocks,
  ...['REFLECT', 'SYMMETRIC'].map(mode =>
    by(`MirrorPad ${mode}`, [0, 0, 2, 3, 1, 0, 0, 0], [4, 2], { mode }),
  ),
]
