// Batch normalization over lanes by operations of our own (engine/native/batch-normalization.cc), of any number of
// axes with the channels last. Their gradients are put together in normalize-lanes.ts.
import { type AttributeRule, countOf, flag, float, typeOf, typeOfAll } from '../attributes.ts'
import { like, type Operation } from '../operation.ts'

const settings = (moments: number): Readonly<Record<string, AttributeRule>> => ({
  T: typeOf(0),
  lanes: countOf(moments),
  epsilon: float(),
  rectified: flag(false),
})

export const ownNormalization: readonly Operation[] = [
  {
    // x, examples: how many numbers, their mean, the sum of (x − mean)².
    type: 'LayerloomMoments',
    attributes: { T: typeOf(0) },
    outputs: call => [{ shape: [3, call.input(0).shape.at(-1) ?? 1], type: 'float32' }],
  },
  {
    // Moments of all lanes: mean and variance.
    type: 'LayerloomStatistics',
    attributes: { lanes: countOf(0) },
    outputs: call => {
      const channels = { shape: call.input(0).shape.slice(1), type: call.input(0).type }
      return [channels, channels]
    },
  },
  // x, scale, shift, moments of all lanes.
  { type: 'LayerloomNormalize', attributes: settings(3), outputs: like(0) },
  // x, scale, shift, addend, moments of all lanes: max(0, normalized + addend) where rectified.
  { type: 'LayerloomNormalizeAdd', attributes: settings(4), outputs: like(0) },
  {
    // y, one or two dy: their sum where y is above 0, else 0.
    type: 'LayerloomReluGrad',
    attributes: { T: typeOfAll(), count: countOf(1) },
    outputs: like(0),
  },
  {
    // dy, x, scale, shift, examples, moments: the sums of dy and of dy·x̂.
    type: 'LayerloomNormalizeSums',
    attributes: settings(5),
    outputs: call => [{ shape: [2, ...call.input(2).shape], type: 'float32' }],
  },
  // dy, x, scale, shift, examples, sums of all lanes, moments.
  { type: 'LayerloomNormalizeGrad', attributes: settings(6), outputs: like(1) },
]
