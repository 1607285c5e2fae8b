// A batch normalization behind a convolution is, in use, a scale and a shift: both fit into its weights.
import { removeNodes, setParam } from '../../document/edits.ts'
import {
  onlyNeighbour,
  perLayer,
  type Rewrite,
  type Spot,
  siblingPath,
  type WeightMove,
} from './rewrite.ts'

const kernels: Readonly<Record<string, string>> = {
  conv1d: 'kernel',
  conv2d: 'kernel',
  conv3d: 'kernel',
  dense: 'kernel',
}

export function foldNormalization(spot: Spot): Rewrite | null {
  const { document, node, at } = spot
  const before = onlyNeighbour(spot, node.id, 'before')
  const kernel = before && kernels[before.type]
  if (node.type !== 'batchNormalization' || !before || kernel === undefined) return null
  if ((before.params?.activation ?? 'linear') !== 'linear') return null
  // A scaled kernel would be brought back to the length of its gain.
  if ((before.params?.weightNormalization ?? false) !== false) return null
  if (before.sharedWeights !== undefined || node.sharedWeights !== undefined) return null
  const hasBias = before.params?.useBias !== false
  const biased = setParam(document, before.id, 'useBias', undefined, at)
  const moves = perLayer(spot, layer => {
    const { params } = layer
    const conv = siblingPath(layer, before.id)
    const norm = {
      gamma: params?.scale === false ? null : `${layer.id}/gamma`,
      beta: params?.center === false ? null : `${layer.id}/beta`,
      mean: `${layer.id}/movingMean`,
      variance: `${layer.id}/movingVariance`,
      epsilon: Number(params?.epsilon ?? 1e-3),
    }
    const bias: WeightMove = { kind: 'foldedBias', from: hasBias ? `${conv}/bias` : null, norm }
    return {
      [`${conv}/${kernel}`]: { kind: 'foldedKernel', from: `${conv}/${kernel}`, norm },
      [`${conv}/bias`]: bias,
    }
  })
  return {
    id: 'fold-normalization',
    label: `Fold ${node.name ?? node.id} into ${before.name ?? before.id}`,
    isExact: true,
    note: 'What predict gives stays the same and costs less. Training it further is another matter: the statistics no longer move.',
    document: removeNodes(biased, [node.id], { heal: true }, at),
    weights: moves,
  }
}
