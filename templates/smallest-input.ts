// How small a picture a template still takes with the parameters that were chosen.
import type { NetworkDocument } from '../shared/document/types.ts'
import { analyse } from '../shared/graph/analyse.ts'
import { errorsOf } from '../shared/graph/network.ts'
import { InputSizesError, withInputSizes } from './input-sizes.ts'

/**
 * The smallest side of a square picture (or of a film of such pictures) without errors; null where none up
 * to the document's own size is, or where the input is no picture.
 */
export function smallestSide(document: NetworkDocument): number | null {
  const network = analyse(document)
  const shape = network.byId.get(network.inputs[0] ?? '')?.outputShapes?.[0]
  if (!shape || shape.length < 3) return null
  const before = shape.slice(0, -3)
  const [height = 1, , channels = 1] = shape.slice(-3)
  const fits = (side: number) => isSound(document, [...before, side, side, channels])
  // What fits a picture fits a larger one, but for sizes that do not divide: those are passed by.
  let [low, high] = [0, Math.max(height, 256)]
  if (!fits(high)) return null
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (fits(middle)) high = middle
    else low = middle
  }
  return high
}

function isSound(document: NetworkDocument, sizes: readonly number[]): boolean {
  try {
    const errors = errorsOf(analyse(withInputSizes(document, sizes)))
    return errors.every(({ about }) => about === 'data')
  } catch (error) {
    if (error instanceof InputSizesError) return false
    throw error
  }
}
