// Calls in Keras 3.
import { type Call, call } from '../emit/call.ts'
import type { Arguments } from './tfjs.ts'

/** A class that Keras lacks, with the document's own arguments. */
export function ownKeras(name: string, args: Arguments): Call {
  return call(name, args, { from: 'own', weights: true })
}
