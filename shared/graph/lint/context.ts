// What the rules of the linter see, and the few words they share.
import type { NetworkDocument, Training } from '../../document/types.ts'
import type { AnyLayer, Group, Mend, Shape } from '../../layers/define.ts'
import type { Expansion, FlatNode, Layer, Problem, Unjudged } from '../network.ts'
import { problem } from '../problems.ts'

export interface Context {
  readonly document: NetworkDocument
  readonly training: Training | undefined
  readonly network: Unjudged
  /** Layers that take part and have a shape, in an order of execution. */
  readonly layers: readonly Layer[]
  /** Those of one group. */
  readonly inGroup: (group: Group) => readonly Layer[]
  readonly outputs: readonly Layer[]
  readonly nodeOf: (layer: Layer) => FlatNode
  /** The layer that is read first. */
  readonly sourceOf: (layer: Layer) => Layer | undefined
  readonly readers: (layer: Layer) => readonly Layer[]
}

/** A rule looks at the whole network and gives the problems it finds, or at one layer after the other. */
export type Rule = NetworkRule | LayerRule
type NetworkRule = (context: Context) => readonly Problem[]

export interface LayerRule {
  /** Whether it may find something at layers of a declaration: no rule is asked about the others. */
  readonly concerns: (declaration: AnyLayer) => boolean
  readonly find: (layer: Layer, context: Context) => Problem | null
  /** It looks at the layer's parameters and shapes and at nothing around it. */
  readonly alone: boolean
}

export function contextOf(
  document: NetworkDocument,
  network: Unjudged,
  expansion: Expansion,
): Context {
  const layers = network.layers.filter(layer => layer.reached && layer.outputShapes !== null)
  const groups = new Map<string, Layer[]>()
  for (const layer of layers) addTo(groups, layer.declaration?.group ?? '', layer)
  // Most networks have no mistake for which these are needed.
  const nodes = lazily(() => new Map(expansion.nodes.map(node => [node.id, node])))
  const readers = lazily(() => {
    const found = new Map<string, Layer[]>()
    for (const layer of network.layers)
      for (const source of layer.inputs) addTo(found, source.layer, layer)
    return found
  })
  return {
    document,
    training: document.training,
    network,
    layers,
    inGroup: group => groups.get(group) ?? [],
    outputs: network.outputs.flatMap(id => network.byId.get(id) ?? []),
    nodeOf: layer => nodes().get(layer.id) ?? { ...layer, params: {} },
    sourceOf: layer => network.byId.get(layer.inputs[0]?.layer ?? ''),
    readers: layer => readers().get(layer.id) ?? [],
  }
}

function addTo(lists: Map<string, Layer[]>, key: string, layer: Layer): void {
  const list = lists.get(key)
  if (list) list.push(layer)
  else lists.set(key, [layer])
}

function lazily<T>(make: () => T): () => T {
  let made: T | undefined
  return () => {
    made ??= make()
    return made
  }
}

type Concerned = readonly string[] | LayerRule['concerns']
type Find = LayerRule['find']

/** A rule that looks at one layer at a time: of the types named, of those that a function tells, or of all. */
export function eachLayer(find: Find): LayerRule
export function eachLayer(concerned: Concerned, find: Find): LayerRule
export function eachLayer(...[first, second]: [Find] | [Concerned, Find]): LayerRule {
  const alone = false
  if (!second) return { concerns: () => true, find: first as Find, alone }
  return { concerns: tellerOf(first as Concerned), find: second, alone }
}

/** The same for a rule that looks at nothing but the layer's own parameters and shapes: it is asked once for these. */
export function eachKind(concerned: Concerned, find: Find): LayerRule {
  return { concerns: tellerOf(concerned), find, alone: true }
}

function tellerOf(concerned: Concerned): LayerRule['concerns'] {
  if (typeof concerned === 'function') return concerned
  const types = new Set(concerned)
  return ({ type }) => types.has(type)
}

/** The declarations that may end in an activation, as one of their parameters or as what they are. */
export function mayActivate({ type, params }: AnyLayer): boolean {
  return type === 'softmax' || params.activation !== undefined
}

export function mayHaveKernel({ group }: AnyLayer): boolean {
  return group === 'convolution' || group === 'dense'
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
