// The calls of recurrent layers in tfjs and Keras.
import { type Call, call } from '../emit/call.ts'
import { ownKeras } from './keras.ts'
import type { RecurrentValues } from './recurrent.ts'
import { type Arguments, knowsActivation, ownLayer } from './tfjs.ts'

interface Written extends Pick<RecurrentValues, 'activation' | 'bidirectional'> {
  readonly recurrentActivation?: RecurrentValues['activation']
  readonly resetAfter?: boolean
}

/**
 * tfjs has these layers with other gates by default (hardSigmoid), a GRU that resets before only, cells whose
 * penalties it forgets, and a wrapper for both directions that takes a layer, not its arguments.
 */
export function tfjsRecurrent(name: string, p: Written, args: Arguments): Call {
  const { activation, recurrentActivation, bidirectional, resetAfter, ...rest } = args
  const words = [p.activation, p.recurrentActivation ?? 'sigmoid']
  const isCode = [activation, recurrentActivation, bidirectional, resetAfter].some(
    word => typeof word === 'object',
  )
  const isRuled = Object.keys(args).some(name => /Regularizer$|Constraint$/.test(name))
  const isPlain = !isCode && !isRuled && p.bidirectional === 'none' && p.resetAfter !== true
  if (!isPlain || !words.every(knowsActivation)) return ownLayer(name, args)
  const given = {
    ...rest,
    ...(activation !== undefined && { activation }),
    ...(p.recurrentActivation && { recurrentActivation: p.recurrentActivation }),
  }
  return call(name, given, { weights: true })
}

export function kerasRecurrent(name: string, p: Written, args: Arguments): Call {
  const { bidirectional: _, ...rest } = args
  if (p.bidirectional === 'none') return call(name, rest, { weights: true })
  return ownKeras('BothWays', { cell: name, ...args })
}
