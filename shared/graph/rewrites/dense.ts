// A dense layer behind flatten is a convolution whose window is the whole map, and the other way round.
import { bodyAt, changeBody, mapSame } from '../../document/body.ts'
import { removeNodes } from '../../document/edits.ts'
import { insertAfter, insertBefore } from '../../document/insert.ts'
import type { DocumentNode, Json, NetworkDocument, RawParams } from '../../document/types.ts'
import { isFilter } from '../../layers/filter-kernels.ts'
import { wordOf } from '../../layers/variant.ts'
import { onlyNeighbour, perLayer, type Rewrite, type Spot, siblingPath } from './rewrite.ts'

/** What both layers take under the same name and with the same meaning. */
const shared = [
  'activation',
  'useBias',
  'biasInitializer',
  'kernelInitializer',
  'trainable',
  'weightNormalization',
  'kernelRegularizer',
  'biasRegularizer',
  'kernelConstraint',
  'biasConstraint',
]

/** What is said of a dense layer's kernel and means another thing for a convolution's, or nothing. */
function isOfShape({ params }: DocumentNode): boolean {
  const start = wordOf(params?.kernelInitializer ?? null) ?? ''
  const bound = wordOf(params?.kernelConstraint ?? null)
  const isBound = bound !== null && bound !== 'nonNeg'
  const drops = params?.dropConnect !== undefined
  return drops || isBound || start === 'identity' || start === 'values' || isFilter(start)
}

export function denseToConvolution(spot: Spot): Rewrite | null {
  const { document, node, at, layers } = spot
  const [layer] = layers
  const flat = onlyNeighbour(spot, node.id, 'before')
  const [flattened] = spot.network.layers.filter(
    ({ id }) => id === siblingPath(layer, flat?.id ?? ''),
  )
  const [map = []] = flattened?.inputShapes ?? []
  if (isOfShape(node)) return null
  if (!spot.isUniform || node.type !== 'dense' || flat?.type !== 'flatten' || map.length !== 3)
    return null
  const [height = 1, width = 1] = map
  const params: RawParams = {
    filters: node.params?.units ?? 1,
    kernelSize: height === width ? height : [height, width],
    ...kept(node),
  }
  const without = removeNodes(document, [flat.id], { heal: true }, at)
  const changed = retype(without, spot, { type: 'conv2d', params })
  return {
    id: 'dense-to-convolution',
    label: `Write ${node.name ?? node.id} as a ${height}×${width} convolution`,
    isExact: true,
    note: 'The same sums; on larger pictures the network then gives a map of answers.',
    document: insertAfter(changed, node.id, { type: 'flatten', id: flat.id }, at),
    weights: perLayer(spot, ({ id }) => ({
      [`${id}/kernel`]: { kind: 'same', from: `${id}/kernel` },
    })),
  }
}

export function convolutionToDense(spot: Spot): Rewrite | null {
  const { document, node, at, layers } = spot
  const [{ params, inputShapes, outputShapes }] = layers
  const [[height, width] = []] = inputShapes
  const [[rows, columns] = []] = outputShapes ?? []
  const [high, wide] = (params?.kernelSize ?? []) as readonly number[]
  if (isOfShape(node)) return null
  const covers = high === height && wide === width && rows === 1 && columns === 1
  if (
    !spot.isUniform ||
    node.type !== 'conv2d' ||
    !covers ||
    params?.padding !== 'valid' ||
    params.groups !== 1
  )
    return null
  const behind = onlyNeighbour(spot, node.id, 'behind')
  if (behind?.type !== 'flatten') return null
  const changed = retype(document, spot, {
    type: 'dense',
    params: { units: node.params?.filters ?? 1, ...kept(node) },
  })
  const without = removeNodes(changed, [behind.id], { heal: true }, at)
  return {
    id: 'convolution-to-dense',
    label: `Write ${node.name ?? node.id} as a dense layer`,
    isExact: true,
    note: 'Its window covers the whole map, so it is a dense layer behind flatten.',
    document: insertBefore(without, node.id, { type: 'flatten', id: behind.id }, at),
    weights: perLayer(spot, ({ id }) => ({
      [`${id}/kernel`]: { kind: 'same', from: `${id}/kernel` },
    })),
  }
}

function kept(node: DocumentNode): Record<string, Json> {
  const given = Object.entries(node.params ?? {}).filter(([name]) => shared.includes(name))
  return Object.fromEntries(given)
}

function retype(
  document: NetworkDocument,
  { node, at }: Spot,
  fields: Pick<DocumentNode, 'type' | 'params'>,
): NetworkDocument {
  const nodes = bodyAt(document, at)?.nodes ?? []
  return changeBody(document, at, {
    nodes: mapSame(nodes, each => (each.id === node.id ? { ...each, ...fields } : each)),
  })
}
