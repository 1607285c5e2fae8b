// Networks by chance: layers that fit, one behind the other, with branches that meet again.
import type { DocumentNode, JsonObject, NetworkDocument } from '../../shared/document/types.ts'
import { analyse } from '../../shared/graph/analyse.ts'
import { errorsOf } from '../../shared/graph/network.ts'
import type { Shape } from '../../shared/layers/define.ts'
import { generator } from '../engine/compile/keras-check.ts'

export interface RandomNetwork {
  readonly document: NetworkDocument
  readonly input: Shape
}

type Draw = () => number
type Made = readonly [type: string, params: JsonObject]

const words = ['relu', 'elu', 'tanh', 'sigmoid', 'gelu', 'swish', 'softplus', 'leakyRelu', 'linear']

/** Proposals for a value of this rank; the analysis says which of them fit. */
function proposals(draw: Draw, rank: number): readonly (() => Made)[] {
  const one = <T>(of: readonly T[]): T => of[Math.floor(draw() * of.length)] as T
  const upTo = (most: number) => 1 + Math.floor(draw() * most)
  const padding = () => one<string | number>(['same', 'valid', 1])
  const everywhere: (() => Made)[] = [
    () => ['dense', { units: upTo(6), activation: one(words), useBias: draw() < 0.8 }],
    () => ['activation', { activation: one(words) }],
    () => ['batchNormalization', { epsilon: one([1e-3, 1e-2]), scale: draw() < 0.8 }],
    () => ['layerNormalization', {}],
    () => ['flatten', {}],
  ]
  if (rank !== 3) return everywhere
  return [
    ...everywhere.slice(1, 4),
    () => [
      'conv2d',
      { filters: upTo(6), kernelSize: upTo(4), strides: upTo(2), padding: padding() },
    ],
    () => ['conv2d', { filters: 4, kernelSize: [1, 3], dilationRate: 2, activation: one(words) }],
    () => ['depthwiseConv2d', { kernelSize: upTo(3), depthMultiplier: upTo(2), padding: 'same' }],
    () => ['separableConv2d', { filters: upTo(5), kernelSize: 3, padding: padding() }],
    () => ['conv2dTranspose', { filters: upTo(3), kernelSize: upTo(3), strides: upTo(2) }],
    () => ['maxPooling2d', { poolSize: 2, padding: padding() }],
    () => ['averagePooling2d', { poolSize: 2, strides: upTo(2), padding: padding() }],
    () => ['globalAveragePooling2d', {}],
    () => ['zeroPadding2d', { padding: upTo(2) }],
    () => ['upSampling2d', { size: 2 }],
    ...everywhere.slice(4),
  ]
}

/** The same network for the same seed; every id begins with `id`. */
export function randomNetwork(seed: number, id: string): RandomNetwork {
  const draw = generator(seed)
  const size = () => 5 + Math.floor(draw() * 6)
  const input = [size(), size(), 1 + Math.floor(draw() * 3)]
  const first: DocumentNode = { id: `${id}-in`, type: 'input', params: { shape: input } }
  let document: NetworkDocument = {
    format: 'layerloom',
    version: 1,
    name: id,
    nodes: [first],
    edges: [],
  }
  let last = first.id
  const length = 3 + Math.floor(draw() * 7)
  for (let tries = 0; document.nodes.length < length && tries < 60; tries += 1) {
    const next = grown(document, last, draw, `${id}-n${document.nodes.length}`)
    if (!next) continue
    document = next
    last = next.nodes.at(-1)?.id ?? last
  }
  return { document, input }
}

/** The drawing with one layer more, or null where the layer does not fit. */
function grown(
  document: NetworkDocument,
  last: string,
  draw: Draw,
  id: string,
): NetworkDocument | null {
  const { byId } = analyse(document)
  const shapeOf = (node: string) => byId.get(node)?.outputShapes?.[0] ?? []
  const shape = shapeOf(last)
  const alike = document.nodes.filter(
    node => node.id !== last && shapeOf(node.id).join() === shape.join(),
  )
  const other = alike[Math.floor(draw() * alike.length)]
  const merges = ['add', 'multiply', 'concatenate', 'maximum', 'average']
  const isMerge = other !== undefined && draw() < 0.6
  const made = proposals(draw, shape.length)
  const [type, params]: Made = isMerge
    ? [merges[Math.floor(draw() * merges.length)] ?? 'add', {}]
    : (made[Math.floor(draw() * made.length)]?.() ?? ['flatten', {}])
  const sources = isMerge ? [last, other.id] : [last]
  const next = {
    ...document,
    nodes: [...document.nodes, { id, type, params }],
    edges: [...document.edges, ...sources.map(source => ({ source, target: id }))],
  }
  const network = analyse(next)
  const count = network.byId.get(id)?.outputShapes?.[0]?.reduce((all, size) => all * size, 1) ?? 0
  return errorsOf(network).length === 0 && count <= 4000 ? next : null
}
