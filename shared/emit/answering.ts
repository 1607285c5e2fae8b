// The drawing as it is used once training is over: without the parts that only help to learn.
import { keepNodes } from '../document/body.ts'
import type { NetworkDocument } from '../document/types.ts'
import { analyse } from '../graph/analyse.ts'
import { unfolded } from './frame.ts'

const answering = new WeakMap<NetworkDocument, NetworkDocument>()

/** The same document where there are none; blocks stay blocks unless such a part is inside of one. */
export function answeringDocument(document: NetworkDocument): NetworkDocument {
  const known = answering.get(document)
  if (known) return known
  const kept = makeAnswering(document)
  answering.set(document, kept)
  return kept
}

function makeAnswering(document: NetworkDocument): NetworkDocument {
  const { trainingOnly, layers } = analyse(document)
  if (trainingOnly.layers.size === 0) return document
  const isHelper = (id: string) => {
    const own = layers.filter(layer => layer.id === id || layer.id.startsWith(`${id}/`))
    return own.length > 0 && own.every(layer => trainingOnly.layers.has(layer.id))
  }
  const folded = keepNodes(document, node => !isHelper(node.id))
  if (analyse(folded).trainingOnly.layers.size === 0) return folded
  return keepNodes(unfolded(document), node => !trainingOnly.layers.has(node.id))
}
