// Normalisations in PyTorch. Its moving variance in training is the unbiased one, Keras's the biased one.
import type { Argument } from '../emit/call.ts'
import { EmitError } from '../emit/emit-error.ts'
import type { TorchForm, TorchModule, TorchPlace } from '../emit/torch-call.ts'
import { axesOf, axisOf } from './axis.ts'
import { form, learns, nn, ownTorch, type Written } from './torch.ts'
import { weight } from './torch-weights.ts'

interface Affine {
  readonly center: boolean
  readonly scale: boolean
}

function affineWeights(p: Affine): TorchModule['weights'] {
  return { ...(p.scale && { weight: weight('gamma') }), ...(p.center && { bias: weight('beta') }) }
}

/** PyTorch has both or none; of one, the other is taken away. */
function withoutOne(p: Affine): Partial<TorchModule> {
  if (p.center === p.scale) return {}
  return { without: [p.center ? 'weight' : 'bias'] }
}

export function torchBatchNormalization(
  p: Affine & { readonly momentum: number },
  w: Written,
  { inputs: [x = []] }: TorchPlace,
): TorchForm {
  const args = {
    eps: w.epsilon ?? null,
    momentum: rest(w.momentum, p.momentum),
    ...(!p.center && !p.scale && { affine: false }),
  }
  const weights = {
    ...affineWeights(p),
    running_mean: weight('movingMean'),
    running_var: weight('movingVariance'),
  }
  const more = { weights, ...withoutOne(p), ...learns(w), statistics: true }
  if (x.length > 4)
    throw new EmitError(
      `PyTorch normalizes batches of up to 4 axes, and the input has ${x.length}. Reshape it, or export to typescript, keras or savedmodel.`,
    )
  const channels = { size: x.at(-1) ?? 1 }
  return form('first', nn(`BatchNorm${Math.max(1, x.length - 1)}d`, [channels], args, more))
}

/** Keras's momentum is the share that stays, PyTorch's the share that comes. */
function rest(written: Argument | undefined, momentum: number): Argument {
  if (typeof written === 'object' && written !== null && 'code' in written)
    return { code: `1 - ${written.code}` }
  return Number((1 - momentum).toPrecision(12))
}

interface OverAxes extends Partial<Affine> {
  readonly axis: readonly number[]
}

/** PyTorch normalises the last axes together; any others are turned by a class of ours. */
function overAxes(
  name: 'LayerNorm' | 'RMSNorm',
  weights: TorchModule['weights'],
  rest: Partial<TorchModule>,
) {
  return (p: OverAxes, w: Written, { inputs: [x = []] }: TorchPlace): TorchForm => {
    const axes = axesOf(p.axis, x)
    const sizes = axes.map(axis => ({ size: x[axis] ?? 1 }))
    const [only = { size: 1 }] = sizes
    const isTrailing = axes.every((axis, at) => axis === x.length - axes.length + at)
    const more = { weights, ...rest, ...learns(w) }
    const isPlain = p.center === false && p.scale === false
    const args = { eps: w.epsilon ?? null, ...(isPlain && { elementwise_affine: false }) }
    if (isTrailing) {
      const shape = sizes.length === 1 ? only : sizes.map(({ size }) => size)
      return form('last', nn(name, [shape], args, more))
    }
    const list = [axes.map(axis => axis + 1), sizes.map(({ size }) => size)]
    return form('last', ownTorch(`${name}OverAxes`, list, args, more))
  }
}

export function torchLayerNormalization(
  p: OverAxes & Affine,
  w: Written,
  place: TorchPlace,
): TorchForm {
  const affine = p.center && !p.scale ? { without: ['weight'] } : {}
  const args = p.scale && !p.center ? { without: ['bias'] } : affine
  return overAxes('LayerNorm', affineWeights(p), args)(p, w, place)
}

export function torchRmsNormalization(p: OverAxes, w: Written, place: TorchPlace): TorchForm {
  return overAxes('RMSNorm', { weight: weight('scale') }, {})(p, w, place)
}

export function torchGroupNormalization(
  p: Affine & { readonly groups: number; readonly axis: number },
  w: Written,
  { inputs: [x = []] }: TorchPlace,
): TorchForm {
  const axis = axisOf(p.axis, x)
  const channels = { size: x[axis] ?? 1 }
  const groups = p.groups === -1 ? channels : (w.groups ?? p.groups)
  const args = {
    eps: w.epsilon ?? null,
    ...(!p.center && !p.scale && { affine: false }),
  }
  const more = { weights: affineWeights(p), ...withoutOne(p), ...learns(w) }
  if (axis === x.length - 1) return form('first', nn('GroupNorm', [groups, channels], args, more))
  return form('last', ownTorch('GroupNormOverAxis', [axis + 1, groups, channels], args, more))
}

export function torchInstanceNormalization(p: Affine, w: Written, place: TorchPlace): TorchForm {
  return torchGroupNormalization({ ...p, groups: -1, axis: -1 }, w, place)
}
