import { flag, float, int, text, typeOf } from '../attributes.ts'
import { type Gradient, like, type Operation, type RecordedCall } from '../operation.ts'
import type { Recorder } from '../recorder.ts'
import type { Tensor } from '../tensor.ts'
import { standardizing } from './standardizing.ts'

// Scale, shift and statistics (U) are float32 even where the values (T) are bfloat16.
const attributes = {
  T: typeOf(0),
  epsilon: float(0.0001),
  data_format: text('NHWC'),
  is_training: flag(true),
}

/**
 * All three gradients come from one operation. It reads what the forward one kept (outputs 3 to 5),
 * in inference mode the moving statistics.
 */
function gradient(g: Recorder, call: RecordedCall, dy: Tensor): readonly Gradient[] {
  const training = call.flag('is_training')
  const kept = training
    ? [call.output(3), call.output(4), call.output(5)]
    : [call.input(3), call.input(4), call.output(5)]
  let results: readonly Tensor[] | undefined
  const result = (index: number) => () => {
    results ??= g.outputs('FusedBatchNormGradV3', [dy, call.input(0), call.input(1), ...kept], {
      epsilon: call.number('epsilon'),
      is_training: training,
    })
    const tensor = results[index]
    if (!tensor) throw new Error('FusedBatchNormGradV3 has three outputs')
    return tensor
  }
  return [result(0), result(1), result(2), null, null]
}

const window = {
  T: typeOf(0),
  depth_radius: int(5),
  bias: float(1),
  alpha: float(1),
  beta: float(0.5),
}

/** Local response normalisation across the channels. */
const acrossChannels: readonly Operation[] = [
  {
    type: 'LRN',
    attributes: window,
    outputs: like(0),
    float32Only: true,
    gradient: (g, call, dy) => {
      const numbers = ['depth_radius', 'bias', 'alpha', 'beta'].map(name => [
        name,
        call.number(name),
      ])
      const same = Object.fromEntries(numbers)
      return [() => g.op('LRNGrad', [dy, call.input(0), call.output()], same)]
    },
  },
  { type: 'LRNGrad', attributes: window, outputs: like(0), float32Only: true },
]

export const normalization: readonly Operation[] = [
  {
    type: 'FusedBatchNormV3',
    attributes: { ...attributes, U: typeOf(1, 2, 3, 4), exponential_avg_factor: float(1) },
    outputs: call => {
      const { shape, type } = call.input(0)
      const channels = { shape: [shape.at(-1) ?? 1], type: call.input(1).type }
      return [{ shape, type }, ...Array.from({ length: 5 }, () => channels)]
    },
    gradient,
  },
  {
    type: 'FusedBatchNormGradV3',
    attributes: { ...attributes, U: typeOf(2, 3, 4, 5) },
    outputs: call => {
      const { shape, type } = call.input(1)
      const channels = { shape: call.input(2).shape, type: call.input(2).type }
      const nothing = { shape: [0], type: channels.type }
      return [{ shape, type }, channels, channels, nothing, nothing]
    },
  },
  ...acrossChannels,
  ...standardizing,
]
