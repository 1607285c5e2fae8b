// Layers of one group hold one set of weights: that of the first which is not for training only. They are
// counted once.
import type { Weight } from '../layers/define.ts'
import type { FlatNode, Layer, Problem } from './network.ts'
import { problem } from './problems.ts'

interface Sharing {
  readonly layers: readonly Layer[]
  readonly problems: readonly Problem[]
}

export function shareWeights(
  layers: readonly Layer[],
  nodes: readonly FlatNode[],
  trainingOnly: ReadonlySet<string>,
): Sharing {
  const sharing = nodes.filter(node => node.sharedWeights !== undefined)
  if (sharing.length === 0) return { layers, problems: [] }
  const groups = new Map(sharing.map(node => [node.id, node]))
  const owners = ownersOf(layers, groups, trainingOnly)
  const problems: Problem[] = []
  const shared = layers.map(layer => {
    const node = groups.get(layer.id)
    const owner = owners.get(node?.sharedWeights ?? '')
    if (!node || !owner || owner === layer || layer.outputShapes === null) return layer
    const difference = differenceOf(owner, layer)
    if (difference !== null) {
      problems.push(problem('error', 'shared-weights', node, difference))
      return layer
    }
    return { ...layer, weightsOf: owner.id, parameterCount: 0, trainableCount: 0 }
  })
  return { layers: shared, problems }
}

/** By the name of a group. An owner that stays when training is over, so that its weights are called alike. */
function ownersOf(
  layers: readonly Layer[],
  groups: ReadonlyMap<string, FlatNode>,
  trainingOnly: ReadonlySet<string>,
): ReadonlyMap<string, Layer> {
  const owners = new Map<string, Layer>()
  for (const layer of layers) {
    const group = groups.get(layer.id)?.sharedWeights
    if (group === undefined || layer.outputShapes === null) continue
    const known = owners.get(group)
    const isBetter = known && trainingOnly.has(known.id) && !trainingOnly.has(layer.id)
    if (!known || isBetter) owners.set(group, layer)
  }
  return owners
}

function differenceOf(owner: Layer, layer: Layer): string | null {
  if (owner.type !== layer.type)
    return `A ${layer.type} cannot share the weights of ${owner.name}, a ${owner.type}.`
  const names = new Set([...Object.keys(owner.weights), ...Object.keys(layer.weights)])
  for (const name of names) {
    const [theirs, ours] = [sizes(owner.weights[name]), sizes(layer.weights[name])]
    if (theirs !== ours)
      return `The ${name} is ${ours} here and ${theirs} in ${owner.name}, so they cannot be shared.`
  }
  return null
}

function sizes(weight: Weight | undefined): string {
  return weight ? weight.shape.join('×') : 'missing'
}
