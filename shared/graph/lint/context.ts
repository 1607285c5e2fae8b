// What the rules of the linter see, and the few words they share.
import type { NetworkDocument, Training } from '../../document/types.ts'
import type { Mend, Shape } from '../../layers/define.ts'
import type { Expansion, FlatNode, Layer, Problem, Unjudged } from '../network.ts'
import { problem } from '../problems.ts'

export interface Context {
  readonly document: NetworkDocument
  readonly training: Training | undefined
  readonly network: Unjudged
  /** Layers that take part and have a shape, in an order of execution. */
  readonly layers: readonly Layer[]
  readonly outputs: readonly Layer[]
  readonly nodeOf: (layer: Layer) => FlatNode
  /** The layer that is read first. */
  readonly sourceOf: (layer: Layer) => Layer | undefined
  readonly readers: (layer: Layer) => readonly Layer[]
}

/** A rule looks at the whole network and gives the problems it finds. */
export type Rule = (context: Context) => readonly Problem[]

export function contextOf(
  document: NetworkDocument,
  network: Unjudged,
  expansion: Expansion,
): Context {
  const nodes = new Map(expansion.nodes.map(node => [node.id, node]))
  const readers = new Map<string, Layer[]>()
  for (const layer of network.layers)
    for (const { layer: source } of layer.inputs) {
      const list = readers.get(source)
      if (list) list.push(layer)
      else readers.set(source, [layer])
    }
  return {
    document,
    training: document.training,
    network,
    layers: network.layers.filter(layer => layer.reached && layer.outputShapes !== null),
    outputs: network.outputs.flatMap(id => network.byId.get(id) ?? []),
    nodeOf: layer => nodes.get(layer.id) ?? { ...layer, params: {} },
    sourceOf: layer => network.byId.get(layer.inputs[0]?.layer ?? ''),
    readers: layer => readers.get(layer.id) ?? [],
  }
}

/** A rule that looks at one layer at a time. */
export function eachLayer(
  find: (layer: Layer, context: Context) => Problem | readonly Problem[] | null,
): Rule {
  return context => context.layers.flatMap(layer => find(layer, context) ?? [])
}

interface Finding {
  readonly severity?: Problem['severity']
  readonly mends?: readonly Mend[]
}

/** A hint, unless it says otherwise, at a layer. */
export function at(
  context: Context,
  layer: Layer,
  code: string,
  message: string,
  { severity = 'hint', mends = [] }: Finding = {},
): Problem {
  return problem(severity, code, context.nodeOf(layer), message, { mends })
}

export function setParams(label: string, params: Record<string, string | number | boolean>): Mend {
  return { label, repair: { kind: 'setParams', params } }
}

export const remove = (label: string): Mend => ({ label, repair: { kind: 'remove' } })

/** Layers that change no number's meaning, or only where it stands. */
const pointwise = new Set([
  'dropout',
  'spatialDropout1d',
  'spatialDropout2d',
  'spatialDropout3d',
  'stochasticDepth',
  'gaussianNoise',
  'gaussianDropout',
  'alphaDropout',
  'flatten',
  'reshape',
  'zeroPadding2d',
])

export function isPointwise(layer: Layer): boolean {
  return pointwise.has(layer.type)
}

export function isNormalization(layer: Layer): boolean {
  return layer.declaration?.group === 'normalization'
}

/** Layers with a kernel of their own: a linear map of their input, and an activation behind it. */
export function isWeighted(layer: Layer): boolean {
  const group = layer.declaration?.group
  return (group === 'convolution' || group === 'dense') && layer.weights.kernel !== undefined
}

export function isConvolution(layer: Layer): boolean {
  return layer.declaration?.group === 'convolution'
}

/** The word for what a layer ends in. A layer of its own may be the softmax over the channels. */
export function activationOf(layer: Layer): unknown {
  if (layer.type !== 'softmax') return layer.params?.activation
  const axis = layer.params?.axis
  return axis === -1 || axis === shapeOf(layer).length ? 'softmax' : undefined
}

export function shapeOf(layer: Layer | undefined): Shape {
  return layer?.outputShapes?.[0] ?? []
}

export function count(value: number): string {
  return value.toLocaleString('en-US')
}

/** The last layer with weights or an activation before this one. */
export function behindPointwise(layer: Layer, context: Context): Layer | undefined {
  let source = context.sourceOf(layer)
  while (source && isPointwise(source)) source = context.sourceOf(source)
  return source
}
