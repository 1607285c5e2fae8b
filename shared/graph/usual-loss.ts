// The loss that goes with what an output ends in.
import type { Loss } from '../document/types.ts'
import { activationOf, isPointwise } from './lint/context.ts'
import type { Layer, Network } from './network.ts'
import type { OutputPort } from './outputs.ts'

/** Softmax tells classes apart and sigmoid answers yes or no; all else are numbers. */
export function usualLoss(network: Network, { layer }: OutputPort): Loss {
  let at: Layer | undefined = network.byId.get(layer)
  while (at && isPointwise(at)) at = network.byId.get(at.inputs[0]?.layer ?? '')
  const end = at && activationOf(at)
  if (end === 'softmax') return 'categoricalCrossentropy'
  return end === 'sigmoid' ? 'binaryCrossentropy' : 'meanSquaredError'
}
