// Edits that keep what a network computes, and how the weights of the old drawing fill the new one.
import { bodyAt, findNode, type Place } from '../../document/body.ts'
import type { DocumentNode, NetworkDocument } from '../../document/types.ts'
import type { Layer, Network } from '../network.ts'

/** How a weight of the new drawing follows from those of the old one. */
export type WeightMove =
  /** The same numbers in the same order, whatever their shape. */
  | { readonly kind: 'same'; readonly from: string }
  /** Per output channel times γ ÷ √(σ² + ε). */
  | { readonly kind: 'foldedKernel'; readonly from: string; readonly norm: Norm }
  /** (b − μ)·γ ÷ √(σ² + ε) + β; b is 0 where `from` is null. */
  | { readonly kind: 'foldedBias'; readonly from: string | null; readonly norm: Norm }

/** The weights of a batch normalization by name; null where the layer has no such weight. */
export interface Norm {
  readonly gamma: string | null
  readonly beta: string | null
  readonly mean: string
  readonly variance: string
  readonly epsilon: number
}

export interface Rewrite {
  readonly id: string
  /** Verb and object: "Write as a convolution". */
  readonly label: string
  /** False where the new network has to be trained again; `note` says why. */
  readonly isExact: boolean
  readonly note: string
  readonly document: NetworkDocument
  /**
   * Path id of a weight → where it comes from; weights that are not named keep theirs. Null where the new
   * ones do not follow from the old.
   */
  readonly weights: Readonly<Record<string, WeightMove>> | null
}

/** Everything that a rewrite needs to know of the node that it starts from. */
export interface Spot {
  readonly document: NetworkDocument
  readonly at: Place
  readonly node: DocumentNode
  /** Every place where the node stands once blocks are unfolded. */
  readonly layers: readonly [Layer, ...Layer[]]
  /** False where the uses of its block give it different shapes. */
  readonly isUniform: boolean
  readonly network: Network
}

/** Null where the node has no shape yet. */
export function spotOf(
  document: NetworkDocument,
  network: Network,
  id: string,
  at: Place,
): Spot | null {
  const node = findNode(document, id, at)
  const [first, ...rest] = network.layers.filter(
    ({ definition, outputShapes }) =>
      definition.id === id && definition.block === at && outputShapes !== null,
  )
  if (!node || !first) return null
  const isUniform = rest.every(
    ({ inputShapes }) => JSON.stringify(inputShapes) === JSON.stringify(first.inputShapes),
  )
  return { document, at, node, layers: [first, ...rest], isUniform, network }
}

/** The only node before (or behind) another one in its drawing, if nothing else is connected there. */
export function onlyNeighbour(
  { document, at }: Spot,
  id: string,
  side: 'before' | 'behind',
): DocumentNode | undefined {
  const edges = bodyAt(document, at)?.edges ?? []
  const [near, far] =
    side === 'before' ? (['target', 'source'] as const) : (['source', 'target'] as const)
  const [edge, ...more] = edges.filter(each => each[near] === id)
  if (!edge || more.length > 0) return undefined
  const alone = edges.filter(each => each[far] === edge[far]).length === 1
  return alone ? findNode(document, edge[far], at) : undefined
}

/** The path id of another node of the same drawing, beside this layer. */
export function siblingPath(layer: Layer, id: string): string {
  return layer.id.slice(0, layer.id.length - layer.definition.id.length) + id
}

/** One move for every place where the node stands. */
export function perLayer(
  { layers }: Spot,
  moves: (layer: Layer) => Readonly<Record<string, WeightMove>>,
): Readonly<Record<string, WeightMove>> {
  return Object.assign({}, ...layers.map(moves)) as Readonly<Record<string, WeightMove>>
}
