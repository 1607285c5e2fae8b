// Where tfjs-layers 4.22 differs from Keras 3, and how a call gets around it.
//
// - Padding is `same` or `valid`; numbers become a zeroPadding2d before the layer.
// - There is no leakyRelu activation (only a layer, with another slope), hardSigmoid is the old
//   clip(0.2x + 0.5, 0, 1), not relu6(x + 3) ÷ 6, and half of Keras's other activations are missing.
// - conv2d has no groups and cannot train a dilation; depthwiseConv2d ignores its dilation;
//   conv2dTranspose has neither dilation nor outputPadding; batchNormalization cannot train without
//   gamma or beta and ignores `trainable: false` in training. For these the exported project brings
//   classes of its own (`from: 'own'`) that take the document's arguments.
import { type Argument, type Call, call } from '../emit/call.ts'
import type { Activation } from './activations.ts'
import type { Padding } from './spatial.ts'

export type Arguments = Readonly<Record<string, Argument>>

interface Options {
  readonly padding?: Padding
  readonly activation?: Activation
}

/** The call that holds the weights, with the calls around it that make up for what tfjs lacks. */
export function tfjsLayer(name: string, p: Options, args: Arguments): readonly Call[] {
  const [pad, unpadded] = paddingCalls(p.padding, args)
  const [after, plain] = activationCalls(p.activation, unpadded)
  return [...pad, call(name, plain, { weights: true }), ...after]
}

/** A class of the exported project with the document's own arguments. */
export function ownLayer(name: string, args: Arguments): Call {
  return call(name, args, { from: 'own', weights: true })
}

type Split = readonly [calls: readonly Call[], args: Arguments]

function paddingCalls(padding: Padding | undefined, args: Arguments): Split {
  const { padding: written, ...rest } = args
  if (padding === undefined || typeof padding === 'string' || written === undefined)
    return [[], args]
  if (typeof written !== 'object' && isNone(padding)) return [[], rest]
  return [[call('zeroPadding2d', { padding: sidesArgument(written) })], rest]
}

/** tfjs wants numbers for both axes or lists for both: `[1, [0, 2]]` becomes `[[1, 1], [0, 2]]`. */
export function sidesArgument(written: Argument): Argument {
  if (!Array.isArray(written) || !written.some(Array.isArray)) return written
  return written.map((side: Argument) => (Array.isArray(side) ? side : [side, side]))
}

export function isNone(padding: Padding): boolean {
  return (
    padding === 'valid' || (typeof padding !== 'string' && padding.flat().every(side => side === 0))
  )
}

function activationCalls(activation: Activation | undefined, args: Arguments): Split {
  const { activation: written, ...rest } = args
  if (activation === undefined || written === undefined) return [[], args]
  // A parameter of a block may name any activation, so only our own class can take it.
  const call = activationCall(activation, typeof written === 'object' ? written : activation)
  return call.name === 'activation' && call.from !== 'own' ? [[], args] : [[call], rest]
}

/** The activations that tfjs has under the same name and with the same meaning; its GELU is 0 below −6. */
const known: ReadonlySet<Activation> = new Set([
  'linear',
  'relu',
  'relu6',
  'elu',
  'selu',
  'swish',
  'mish',
  'sigmoid',
  'tanh',
  'softplus',
  'softsign',
  'softmax',
] as const)

/** True where a layer of tfjs can be told this activation by its name. */
export function knowsActivation(activation: Activation): boolean {
  return known.has(activation)
}

/** An activation as a layer of its own. */
export function activationCall(activation: Activation, written: Argument): Call {
  const isCode = typeof written === 'object'
  if (activation === 'leakyRelu' && !isCode) return call('leakyReLU', { alpha: 0.2 })
  if (isCode || !known.has(activation))
    return call('activation', { activation: written }, { from: 'own' })
  return call('activation', { activation: written })
}
