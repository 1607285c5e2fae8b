// Edits of which nodes use the same weights. What shares is a name, so a group may have any number of nodes.
import { bodyAt, findNode, freshId, type Place } from './body.ts'
import { setNode } from './edits.ts'
import type { DocumentNode, NetworkDocument } from './types.ts'

/** The other nodes of a body that a node shares its weights with. */
export function sharersOf(
  document: NetworkDocument,
  id: string,
  at: Place = null,
): readonly DocumentNode[] {
  const name = findNode(document, id, at)?.sharedWeights
  const nodes = bodyAt(document, at)?.nodes ?? []
  if (name === undefined) return []
  return nodes.filter(node => node.id !== id && node.sharedWeights === name)
}

/** Lets a node use the weights of another one, and of all that share them already. */
export function shareWeightsWith(
  document: NetworkDocument,
  id: string,
  other: string,
  at: Place = null,
): NetworkDocument {
  const owner = findNode(document, other, at)
  if (!owner || id === other || !findNode(document, id, at)) return document
  const apart = unshareWeights(document, id, at)
  const nodes = bodyAt(apart, at)?.nodes ?? []
  const taken = new Set(nodes.flatMap(node => node.sharedWeights ?? []))
  const name = owner.sharedWeights ?? (taken.has(other) ? freshId(taken, other) : other)
  const named = setNode(apart, other, { sharedWeights: name }, at)
  return setNode(named, id, { sharedWeights: name }, at)
}

/** Gives a node weights of its own; one that is left alone with the name loses it too. */
export function unshareWeights(
  document: NetworkDocument,
  id: string,
  at: Place = null,
): NetworkDocument {
  const name = findNode(document, id, at)?.sharedWeights
  const [last, another] = sharersOf(document, id, at)
  const apart = setNode(document, id, { sharedWeights: undefined }, at)
  // A name with a slash may have users in other bodies.
  if (!last || another || name?.startsWith('/')) return apart
  return setNode(apart, last.id, { sharedWeights: undefined }, at)
}
