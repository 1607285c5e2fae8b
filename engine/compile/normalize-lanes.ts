// Batch normalization of a batch that is cut into lanes. Each lane waits for the others twice, for a few numbers per
// channel: for the moments of its values, and for the sums that their gradient needs.
import type { NormalizedLanes, NormalizeSettings } from '../../shared/layers/graph.ts'
import type { Recorder } from './recorder.ts'
import { type Tensor, tensorOf } from './tensor.ts'

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

function dyOf(dys: readonly (Tensor | undefined)[], lane: number): Tensor {
  const dy = dys[lane]
  if (!dy) throw new Error(`no loss depends on lane ${lane}, though one does on another`)
  return dy
}
