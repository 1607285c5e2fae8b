// The Keras calls of a plain convolution.
import { type Call, call } from '../emit/call.ts'
import type { ConvolutionValues } from './convolution.ts'
import { ownKeras } from './keras.ts'
import { type Arguments, isNone, sidesArgument } from './tfjs.ts'

type P = ConvolutionValues & { readonly weightNormalization: boolean }

/** Keras's own layer behind a padding in numbers; a class where Keras has none that learns lengths apart. */
export function kerasConvolution(rank: 1 | 2 | 3) {
  return (p: P, args: Arguments): Call | readonly Call[] => {
    if (p.weightNormalization) return ownKeras('NormalizedConvolution', args)
    const { padding, ...rest } = args
    if (typeof p.padding === 'string' || padding === undefined) return plain(rank, p, args)
    if (isNone(p.padding) && typeof padding !== 'object') return plain(rank, p, rest)
    const border = call(`ZeroPadding${rank}D`, { padding: sidesArgument(padding) })
    return [border, plain(rank, p, rest)]
  }
}

/** TensorFlow has no groups of volumes on a CPU. */
function plain(rank: 1 | 2 | 3, p: P, args: Arguments): Call {
  return rank === 3 && p.groups > 1
    ? ownKeras('GroupedConvolution', args)
    : call(`Conv${rank}D`, args, { weights: true })
}
