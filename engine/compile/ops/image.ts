// Operations that give a picture another size: by mixing, repeating, mirroring or moving its pixels.
import { flag, int, text, typeOf } from '../attributes.ts'
import { neededNumbers } from '../fold.ts'
import { type Call, like, type Operation, type RecordedCall } from '../operation.ts'
import type { Recorder } from '../recorder.ts'
import type { TensorType } from '../tensor.ts'

const centers = { align_corners: flag(false), half_pixel_centers: flag(false) }

function centersOf(call: RecordedCall) {
  return {
    align_corners: call.flag('align_corners'),
    half_pixel_centers: call.flag('half_pixel_centers'),
  }
}

/** Rows and columns from the second input. */
function resized(call: Call, type: TensorType) {
  const [rows = 1, columns = 1] = neededNumbers(call.input(1), 'the size')
  const [batch = -1, , , channels = 1] = call.input(0).shape
  return [{ shape: [batch, rows, columns, channels], type }]
}

/** Rows and columns of the operation's first input, as its gradient wants them. */
function pictureSize(g: Recorder, call: RecordedCall) {
  return g.constant(call.input(0).shape.slice(1, 3), { type: 'int32' })
}

/** Blocks of pixels into channels, or the other way: each is the other's gradient. */
function blocks(name: string, inverse: string, grows: boolean): Operation {
  return {
    type: name,
    attributes: { T: typeOf(0), block_size: int(), data_format: text('NHWC') },
    outputs: call => {
      const [batch = -1, rows = 1, columns = 1, channels = 1] = call.input(0).shape
      const by = call.number('block_size')
      const shape = grows
        ? [batch, rows * by, columns * by, channels / by ** 2]
        : [batch, rows / by, columns / by, channels * by ** 2]
      if (!shape.every(Number.isInteger)) throw new Error(`blocks of ${by} do not divide it`)
      return [{ shape, type: call.input(0).type }]
    },
    gradient: (g, call, dy) => [
      () => g.op(inverse, [dy], { block_size: call.number('block_size') }),
    ],
  }
}

const mirror = { T: typeOf(0), Tpaddings: typeOf(1), mode: text() }

/** Sizes after mirrored pixels came (+1) or went (−1). */
function mirrored(call: Call, sign: 1 | -1) {
  const numbers = neededNumbers(call.input(1), 'the padding')
  const { shape, type } = call.input(0)
  const added = (axis: number) => (numbers[axis * 2] ?? 0) + (numbers[axis * 2 + 1] ?? 0)
  return [{ shape: shape.map((size, axis) => size + sign * added(axis)), type }]
}

export const image: readonly Operation[] = [
  {
    // Always gives float32.
    type: 'ResizeBilinear',
    attributes: { T: typeOf(0), ...centers },
    outputs: call => resized(call, 'float32'),
    gradient: (g, call, dy) => [
      () => g.op('ResizeBilinearGrad', [dy, call.input(0)], centersOf(call)),
      null,
    ],
  },
  {
    type: 'ResizeBilinearGrad',
    attributes: { T: typeOf(1), ...centers },
    outputs: like(1),
  },
  {
    type: 'ResizeNearestNeighbor',
    attributes: { T: typeOf(0), ...centers },
    outputs: call => resized(call, call.input(0).type),
    gradient: (g, call, dy) => [
      () => g.op('ResizeNearestNeighborGrad', [dy, pictureSize(g, call)], centersOf(call)),
      null,
    ],
  },
  {
    type: 'ResizeNearestNeighborGrad',
    attributes: { T: typeOf(0), ...centers },
    outputs: call => resized(call, call.input(0).type),
  },
  blocks('DepthToSpace', 'SpaceToDepth', true),
  blocks('SpaceToDepth', 'DepthToSpace', false),
  {
    type: 'MirrorPad',
    attributes: mirror,
    outputs: call => mirrored(call, 1),
    gradient: (g, call, dy) => [
      () => g.op('MirrorPadGrad', [dy, call.input(1)], { mode: call.text('mode') }),
      null,
    ],
  },
  { type: 'MirrorPadGrad', attributes: mirror, outputs: call => mirrored(call, -1) },
]
