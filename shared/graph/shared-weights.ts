// Layers of one group hold one set of weights: that of the first. They are counted once.
import type { Weight } from '../layers/define.ts'
import type { FlatNode, Layer, Problem } from './network.ts'
import { problem } from './problems.ts'

interface Sharing {
  readonly layers: readonly Layer[]
  readonly problems: readonly Problem[]
}

export function shareWeights(layers: readonly Layer[], nodes: readonly FlatNode[]): Sharing {
  const groups = new Map(
    nodes.flatMap(node => (node.sharedWeights === undefined ? [] : [[node.id, node] as const])),
  )
  if (groups.size === 0) return { layers, problems: [] }
  const owners = new Map<string, Layer>()
  const problems: Problem[] = []
  const shared = layers.map(layer => {
    const node = groups.get(layer.id)
    if (!node || node.sharedWeights === undefined || layer.outputShapes === null) return layer
    const owner = owners.get(node.sharedWeights)
    if (!owner) {
      owners.set(node.sharedWeights, layer)
      return layer
    }
    const difference = differenceOf(owner, layer)
    if (difference !== null) {
      problems.push(problem('error', 'shared-weights', node, difference))
      return layer
    }
    return { ...layer, weightsOf: owner.id, parameterCount: 0, trainableCount: 0 }
  })
  return { layers: shared, problems }
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
