// An activation as an argument of its layer, or as a layer behind it: the same function.
import { removeNodes, setParam } from '../../document/edits.ts'
import { insertAfter } from '../../document/insert.ts'
import { findLayer } from '../../layers/index.ts'
import { onlyNeighbour, type Rewrite, type Spot } from './rewrite.ts'

export function splitActivation(spot: Spot): Rewrite | null {
  const { document, node, at, layers } = spot
  const [layer] = layers
  const written = node.params?.activation
  const word = layer.params?.activation
  if (node.type === 'activation' || word === undefined || word === 'linear') return null
  if (written === undefined || typeof word !== 'string') return null
  const plain = setParam(document, node.id, 'activation', undefined, at)
  const next = insertAfter(
    plain,
    node.id,
    { type: 'activation', params: { activation: written } },
    at,
  )
  return {
    id: 'split-activation',
    label: `Take ${word} out of ${node.name ?? node.id}`,
    isExact: true,
    note: 'The activation becomes a layer of its own, where a normalization can stand before it.',
    document: next,
    weights: {},
  }
}

export function joinActivation(spot: Spot): Rewrite | null {
  const { document, node, at } = spot
  if (node.type !== 'activation' || node.params?.activation === undefined) return null
  const before = onlyNeighbour(spot, node.id, 'before')
  const declaration = before && findLayer(before.type)
  if (!before || declaration?.params.activation === undefined) return null
  if (before.type === 'activation' || (before.params?.activation ?? 'linear') !== 'linear')
    return null
  const { activation } = node.params
  const joined = setParam(document, before.id, 'activation', activation, at)
  return {
    id: 'join-activation',
    label: `Put ${String(activation)} into ${before.name ?? before.id}`,
    isExact: true,
    note: 'One card less; the layer before takes the activation as its argument.',
    document: removeNodes(joined, [node.id], { heal: true }, at),
    weights: {},
  }
}
