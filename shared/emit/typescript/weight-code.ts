// Initializers, regularizers and constraints in tfjs. Those that tfjs lacks, or has with other mathematics (a
// variance that the cut of a normal makes smaller; norms along one axis only), the exported project brings along.
import type { Json } from '../../document/types.ts'
import type { Layer } from '../../graph/network.ts'
import type { Argument, Code } from '../call.ts'
import { type Made, weightArgument } from '../weight-arguments.ts'
import { printArgument, printProperty } from './values.ts'

export function weightCode(name: string, written: Json, layer: Layer): string | Code | null {
  const argument = weightArgument(name, written, layer)
  return argument === null || typeof argument === 'string' ? argument : madeCode(argument)
}

function madeCode({ family, kind, args }: Made): Code {
  if (kind === 'values') return own('values', printArgument(args.values as Argument))
  // tfjs takes 0.01 for a penalty that is left out.
  const whole = kind === 'l1l2' ? { l1: 0, l2: 0, ...args } : args
  const properties = Object.entries(whole).map(([key, value]) => printProperty(key, value))
  const object = `{ ${properties.join(', ')} }`
  // The gradient of tfjs's |w| is −1 at 0.
  if (kind === 'l1l2' && args.l1 !== undefined) return own(kind, object)
  if (kind === 'varianceScaling' || Array.isArray(args.axis)) return own(kind, object)
  return { code: `tf.${family}.${kind}(${object})` }
}

function own(name: string, text: string): Code {
  return { code: `own.${name}(${text})`, own: name }
}
