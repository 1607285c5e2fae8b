// Batch normalization of a batch that is cut into lanes. Each lane waits for the others twice, for a few numbers per
// channel: for the moments of its values, and for the sums that their gradient needs.
import type { NormalizedLanes, NormalizeSettings } from '../../shared/layers/graph.ts'
import { recordedCallOf } from './call.ts'
import type { Recorder } from './recorder.ts'
import { isTensor, sameShape, type Tensor, tensorOf } from './tensor.ts'

/** `examples`: how many of each lane's examples belong to the batch. Ioffe and Szegedy, 2015, section 3. */
export function normalizeLanes(
  g: Recorder,
  values: readonly Tensor[],
  examples: readonly Tensor[],
  { epsilon, rectified, ...given }: NormalizeSettings,
): NormalizedLanes {
  const affine = [tensorOf(given.scale), tensorOf(given.shift)]
  const settings = { epsilon, rectified }
  const counted = (lane: number) => {
    const count = examples[lane]
    if (!count) throw new Error(`lane ${lane} does not know how many examples it has`)
    return count
  }
  const inLane = <T>(lane: number, body: () => T) => g.within(`lane${lane}`, body)
  let moments: readonly Tensor[] = []
  const lanes = g.composite(
    [...values, ...affine],
    () => {
      moments = values.map((x, lane) =>
        inLane(lane, () => g.op('LayerloomMoments', [x, counted(lane)])),
      )
      return values.map((x, lane) =>
        inLane(lane, () => g.op('LayerloomNormalize', [x, ...affine, ...moments], settings)),
      )
    },
    dys => {
      const sums = g.op(
        'AddN',
        values.map((x, lane) => {
          const inputs = [dyOf(dys, lane), x, ...affine, counted(lane), ...moments]
          return g.op('LayerloomNormalizeSums', inputs, settings)
        }),
      )
      const [dshift, dscale] = g.outputs('Unpack', [sums], { num: 2, axis: 0 })
      const dx = (x: Tensor, lane: number) => () => {
        const inputs = [dyOf(dys, lane), x, ...affine, counted(lane), sums, ...moments]
        return g.op('LayerloomNormalizeGrad', inputs, settings)
      }
      return [...values.map(dx), ...[dscale, dshift].map(sum => () => sum as Tensor)]
    },
  )
  const [mean, variance] = g.outputs('LayerloomStatistics', moments)
  if (!mean || !variance) throw new Error('LayerloomStatistics has two outputs')
  return { lanes, mean, variance }
}

/**
 * The end of a residual block, max(0, normalized + skip), in one go, with one for its gradient; undefined where the
 * sum is of other things.
 */
export function addRectified(g: Recorder, sum: Tensor): Tensor | undefined {
  const { operation, inputs } = sum.node
  const [left, right] = inputs.filter(isTensor)
  if (operation.type !== 'AddV2' || !left || !right || !sameShape(left.shape, right.shape)) return
  const normalized = [left, right].find(({ node }) => node.operation.type === 'LayerloomNormalize')
  if (!normalized) return
  const skip = normalized === left ? right : left
  const [x, scale, shift, ...moments] = normalized.node.inputs
  if (!x || !scale || !shift) return
  const settings = { epsilon: recordedCallOf(normalized.node).number('epsilon'), rectified: true }
  const [y] = g.composite(
    [normalized, skip],
    () => [g.op('LayerloomNormalizeAdd', [x, scale, shift, skip, ...moments], settings)],
    ([dy]) => {
      if (!y || !dy) throw new Error('the end of a block has one output')
      // The sum of two gradients is cut off as it is made.
      const parts = dy.node.operation.type === 'AddN' ? dy.node.inputs : []
      const gradient = g.op('LayerloomReluGrad', [y, ...(parts.length === 2 ? parts : [dy])])
      return [() => gradient, () => gradient]
    },
  )
  return y
}

function dyOf(dys: readonly (Tensor | undefined)[], lane: number): Tensor {
  const dy = dys[lane]
  if (!dy) throw new Error(`no loss depends on lane ${lane}, though one does on another`)
  return dy
}
