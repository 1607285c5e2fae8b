// Networks by chance: arguments of the cases of every layer, put one behind the other where the analysis lets them,
// with branches that meet again, several inputs and outputs, blocks that repeat and weights that are shared.
import type {
  Block,
  DocumentEdge,
  DocumentNode,
  NetworkDocument,
} from '../../shared/document/types.ts'
import { analyse } from '../../shared/graph/analyse.ts'
import { errorsOf } from '../../shared/graph/network.ts'
import type { Shape } from '../../shared/layers/define.ts'
import { findLayer } from '../../shared/layers/index.ts'
import { generator } from '../engine/compile/keras-check.ts'
import type { LayerCase } from '../fixtures/layers/load.ts'
import { chance, type Draw, pick, proposal, tokens, upTo } from './random-layer.ts'

/** An output of a node that is there already. */
interface Value {
  readonly node: string
  readonly output: number
  readonly shape: Shape
}

interface Growing {
  readonly draw: Draw
  readonly id: string
  readonly document: NetworkDocument
  /** Where the next layer is put, mostly. */
  readonly last: Value
}

/** Small enough for a thousand networks. */
const mostNumbers = 2500
const mostWeights = 15_000

/** The same network for the same seed; every id begins with `id`. */
export function randomNetwork(seed: number, id: string): NetworkDocument {
  const draw = generator(seed * 7919)
  let growing = started(draw, id)
  const length = growing.document.nodes.length + 3 + upTo(draw, 8)
  for (let tries = 0; growing.document.nodes.length < length && tries < 90; tries += 1)
    growing = grown(growing) ?? growing
  return growing.document
}

const spaces: readonly ((draw: Draw) => Shape)[] = [
  draw => [4 + upTo(draw, 7), 4 + upTo(draw, 7), upTo(draw, 4)],
  draw => [4 + upTo(draw, 7), 4 + upTo(draw, 7), 4 * upTo(draw, 2)],
  draw => [3 + upTo(draw, 9), upTo(draw, 8)],
  draw => [2 + upTo(draw, 4), 2 + upTo(draw, 4), 2 + upTo(draw, 4), upTo(draw, 3)],
  draw => [2 + upTo(draw, 10)],
]

/** One input or two, numbers of words behind an embedding among them. */
function started(draw: Draw, id: string): Growing {
  const empty: NetworkDocument = { format: 'layerloom', version: 1, name: id, nodes: [], edges: [] }
  const shape = pick(draw, spaces)(draw)
  const shapes = chance(draw, 0.3)
    ? [shape, chance(draw, 0.6) ? shape : pick(draw, spaces)(draw)]
    : [shape]
  const words = chance(draw, 0.1) ? tokens(draw) : undefined
  const inputs = (words ? [words.shape] : shapes).map((each, index) => ({
    id: `${id}-in${index}`,
    type: 'input',
    params: { shape: [...each] },
  }))
  const first: DocumentNode | undefined = inputs[0]
  const document = { ...empty, nodes: inputs }
  if (!first) throw new Error('a network has an input')
  const read = words
    ? added(
        document,
        [{ id: `${id}-words`, type: 'embedding', params: words.params }],
        [{ source: first.id, target: `${id}-words` }],
      )
    : document
  const last = valuesOf(read).at(words ? -1 : 0)
  if (!last) throw new Error('an input has a value')
  return { draw, id, document: read, last }
}

function added(
  document: NetworkDocument,
  nodes: readonly DocumentNode[],
  edges: readonly DocumentEdge[],
): NetworkDocument {
  return { ...document, nodes: [...document.nodes, ...nodes], edges: [...document.edges, ...edges] }
}

/** All outputs but those of the numbers of words, which only an embedding reads. */
function valuesOf(document: NetworkDocument): readonly Value[] {
  const { byId } = analyse(document)
  const embedded = document.nodes.some(({ type }) => type === 'embedding')
  return document.nodes.flatMap(({ id, type }) =>
    embedded && type === 'input'
      ? []
      : (byId.get(id)?.outputShapes ?? []).map((shape, output) => ({ node: id, output, shape })),
  )
}

/** The drawing with one part more, or null where it does not fit. */
function grown(growing: Growing): Growing | null {
  const { draw, document } = growing
  const values = valuesOf(document)
  const first = chance(draw, 0.25) ? pick(draw, values) : growing.last
  const made = proposal(draw, first.shape, chance(draw, 0.25) ? 'merge' : 'any')
  if (!made) return null
  const form = draw()
  if (form < 0.1 && findLayer(made.type)?.inputs === 'one') return repeated(growing, first, made)
  if (form < 0.2 && findLayer(made.type)?.inputs === 'one') return shared(growing, first, made)
  const id = `${growing.id}-n${document.nodes.length}`
  const edges = sourcesOf(draw, made, first, values).map(edge => ({ ...edge, target: id }))
  return accepted(growing, [{ id, type: made.type, params: made.params }], edges)
}

/** The wires into a layer: the first value, and beside it others, mostly of the same sizes. */
function sourcesOf(draw: Draw, made: LayerCase, first: Value, values: readonly Value[]) {
  const alike = values.filter(({ shape }) => shape.join() === first.shape.join())
  const kin = values.filter(({ shape }) => shape.length === first.shape.length)
  const other = () => pick(draw, chance(draw, 0.6) ? alike : chance(draw, 0.7) ? kin : values)
  const from = ({ node, output }: Value) => ({
    source: node,
    ...(output > 0 && { sourceHandle: String(output) }),
  })
  const ports = findLayer(made.type)?.inputs ?? 'one'
  if (ports === 'one' || ports === 'none') return [from(first)]
  if (ports === 'many') return made.inputs.map((_, index) => from(index === 0 ? first : other()))
  const unwired = findLayer(made.type)?.unwired
  const wired = chance(draw, 0.3) ? ports.filter(port => unwired?.[port] === undefined) : ports
  return wired.map((targetHandle, index) => ({
    ...from(index === 0 ? first : other()),
    targetHandle,
  }))
}

/** A block of that layer and a bias-free slope, some times in a row. */
function repeated(growing: Growing, first: Value, made: LayerCase): Growing | null {
  const { draw, document, id } = growing
  const name = `block${Object.keys(document.blocks ?? {}).length}`
  const [sized] = ['filters', 'units'].filter(word => typeof made.params[word] === 'number')
  const width = sized === undefined ? 1 : Number(made.params[sized])
  const body: Block = {
    parameters: { width },
    nodes: [
      { id: 'from', type: 'blockInput' },
      {
        id: 'layer',
        type: made.type,
        params: { ...made.params, ...(sized && { [sized]: '=width' }) },
      },
      { id: 'tanh', type: 'activation', params: { activation: 'tanh' }, when: '=index < 1' },
      { id: 'to', type: 'blockOutput' },
    ],
    edges: [
      { source: 'from', target: 'layer' },
      { source: 'layer', target: 'tanh' },
      { source: 'tanh', target: 'to' },
    ],
  }
  const node = {
    id: `${id}-n${document.nodes.length}`,
    type: 'block',
    block: name,
    repeat: upTo(draw, 3),
  }
  const edge = {
    source: first.node,
    target: node.id,
    ...(first.output > 0 && { sourceHandle: String(first.output) }),
  }
  const holder = { ...document, blocks: { ...document.blocks, [name]: body } }
  // Behind a use its last layer is not in sight: an activation stands there.
  const end = { id: `${node.id}-end`, type: 'activation', params: { activation: 'softsign' } }
  return accepted(
    { ...growing, document: holder },
    [node, end],
    [edge, { source: node.id, target: end.id }],
  )
}

/** Two layers with one set of weights, on one value or two of the same sizes, added up. */
function shared(growing: Growing, first: Value, made: LayerCase): Growing | null {
  const { draw, document, id } = growing
  // Statistics that two layers keep at once are another matter than weights.
  if (made.type === 'batchNormalization') return null
  const alike = valuesOf(document).filter(({ shape }) => shape.join() === first.shape.join())
  const place = document.nodes.length
  const sources = [first, pick(draw, alike)]
  const twins = sources.map((_, index) => ({
    id: `${id}-n${place}${index === 0 ? 'a' : 'b'}`,
    type: made.type,
    params: made.params,
    sharedWeights: `group${place}`,
  }))
  const sum = { id: `${id}-n${place}`, type: 'add', params: {} }
  const edges = sources.flatMap(({ node, output }, index) => {
    const target = twins[index]?.id ?? ''
    return [
      { source: node, target, ...(output > 0 && { sourceHandle: String(output) }) },
      { source: target, target: sum.id },
    ]
  })
  return accepted(growing, [...twins, sum], edges)
}

/** What was added, if the network stays sound and small; behind each of several outputs an activation. */
function accepted(
  growing: Growing,
  nodes: readonly DocumentNode[],
  edges: readonly DocumentEdge[],
): Growing | null {
  const plain = added(growing.document, nodes, edges)
  const last = nodes.at(-1)
  const outputs = valuesOf(plain).filter(({ node }) => node === last?.id)
  if (outputs.length === 0 || outputs.length > 4) return null
  const ends = outputs.length === 1 ? [] : outputs
  const document = added(
    plain,
    ends.map(({ node, output }) => ({
      id: `${node}-out${output}`,
      type: 'activation',
      params: { activation: 'tanh' },
    })),
    ends.map(({ node, output }) => ({
      source: node,
      sourceHandle: String(output),
      target: `${node}-out${output}`,
    })),
  )
  const network = analyse(document)
  const numbers = network.layers.flatMap(({ outputShapes }) => outputShapes ?? [])
  const isSmall =
    Math.max(...numbers.map(product)) <= mostNumbers && network.totals.parameters <= mostWeights
  if (errorsOf(network).length > 0 || !isSmall) return null
  const value = valuesOf(document).at(-1)
  if (!value) return null
  // What has lost its axes never gets them back: layers of space would be seldom.
  const isFlatter = value.shape.length < growing.last.shape.length
  if (isFlatter && !chance(growing.draw, 0.3)) return null
  return { ...growing, document, last: value }
}

function product(shape: Shape): number {
  return shape.reduce((total, size) => total * size, 1)
}
