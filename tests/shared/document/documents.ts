// Documents for tests: small ones written by hand, random ones, and a way to compare networks.
import fc from 'fast-check'
import { expand } from '../../../shared/document/expand.ts'
import type {
  Block,
  DocumentEdge,
  DocumentNode,
  Json,
  NetworkDocument,
} from '../../../shared/document/types.ts'

export function documentOf(fields: Partial<NetworkDocument> = {}): NetworkDocument {
  return { format: 'layerloom', version: 1, name: 'Test', nodes: [], edges: [], ...fields }
}

/** `wires('a b c', 'a c')` is a → b → c and a → c. */
export function wires(...chains: string[]): DocumentEdge[] {
  return chains.flatMap(chain => {
    const ids = chain.split(' ')
    return ids.slice(1).map((target, index) => ({ source: ids[index] ?? '', target }))
  })
}

export function nodes(...written: (string | DocumentNode)[]): DocumentNode[] {
  return written.map(node => {
    if (typeof node !== 'string') return node
    const [id = '', type = ''] = node.split(':')
    return { id, type }
  })
}

/** The plain network as text: what each node is and what feeds it, in order, without any ids. */
export function structureOf(document: NetworkDocument): readonly string[] {
  const { nodes: plain, edges } = expand(document)
  const known = new Map<string, string>()
  const byId = new Map(plain.map(node => [node.id, node]))
  const describe = (id: string): string => {
    const seen = known.get(id)
    if (seen !== undefined) return seen
    const node = byId.get(id)
    const feeds = edges
      .filter(edge => edge.target === id)
      .map(edge => `${describe(edge.source)}.${edge.sourceHandle ?? ''}>${edge.targetHandle ?? ''}`)
    const text = `${node?.type}${JSON.stringify(node?.params)}(${feeds.join(',')})`
    known.set(id, text)
    return text
  }
  return plain.map(node => describe(node.id)).sort()
}

const layerTypes = ['conv2d', 'add', 'concatenate', 'dense', 'flatten', 'noSuchLayer']
const words = fc.constantFrom('a', 'b', 'n', 'index', 'missing')
const expressions = fc.oneof(
  words.map(word => `=${word}`),
  fc
    .tuple(words, fc.constantFrom('+', '-', '*', '/', '==', '<', ' and '), words)
    .map(([left, operator, right]) => `=${left}${operator}${right}`),
  fc.constantFrom(
    '=',
    '=1+',
    '=(',
    '=1/0',
    '=0.5',
    '=floor(n/2)',
    '=not a',
    '=max(1, n)',
    '=1e400',
  ),
)
const values: fc.Arbitrary<Json> = fc.oneof(
  fc.integer({ min: -2, max: 5 }),
  fc.boolean(),
  expressions,
  fc.tuple(expressions, fc.integer()).map(pair => [...pair]),
)
const parameters = fc.dictionary(fc.constantFrom('a', 'b', 'n'), values, { maxKeys: 3 })
const blockNames = ['first', 'second', 'third']

function nodeFields(isBlock: boolean): fc.Arbitrary<Partial<DocumentNode>> {
  return fc.record(
    {
      params: parameters,
      when: expressions,
      name: fc.string({ maxLength: 5 }),
      sharedWeights: fc.constantFrom('w', '/w'),
      position: fc.record({
        x: fc.integer({ min: -1e9, max: 1e9 }),
        y: fc.double({ min: -1e9, max: 1e9, noNaN: true }).filter(y => !Object.is(y, -0)),
      }),
      ...(isBlock && {
        block: fc.constantFrom(...blockNames, 'none'),
        repeat: fc.oneof(fc.integer({ min: 0, max: 4 }), expressions),
      }),
    },
    { requiredKeys: [] },
  ) as fc.Arbitrary<Partial<DocumentNode>>
}

function nodeOf(id: string): fc.Arbitrary<DocumentNode> {
  const layer = fc.tuple(fc.constantFrom(...layerTypes), nodeFields(false))
  const port = fc.tuple(fc.constantFrom('blockInput', 'blockOutput'), fc.constant({}))
  const use = fc.tuple(fc.constant('block'), nodeFields(true))
  return fc.oneof(layer, layer, port, use).map(([type, fields]) => ({ id, type, ...fields }))
}

const bodies: fc.Arbitrary<Block> = fc
  .integer({ min: 0, max: 7 })
  .chain((size): fc.Arbitrary<Block> => {
    const ids = Array.from({ length: size }, (_, index) => `n${index}`)
    if (size === 0) return fc.constant({ nodes: [], edges: [] })
    const handle = fc.constantFrom(...ids, 'query')
    const edge = fc.record(
      {
        source: fc.constantFrom(...ids),
        target: fc.constantFrom(...ids),
        sourceHandle: handle,
        targetHandle: handle,
      },
      { requiredKeys: ['source', 'target'] },
    ) as fc.Arbitrary<DocumentEdge>
    return fc.record({
      parameters,
      nodes: fc.tuple(...ids.map(nodeOf)).map(list => [...list]),
      edges: fc.array(edge, { maxLength: 12 }),
    })
  })

/** Any document that the parser lets pass, sensible or not: circles, unknown names, blocks in themselves. */
export const anyDocument: fc.Arbitrary<NetworkDocument> = fc
  .tuple(bodies, fc.dictionary(fc.constantFrom(...blockNames), bodies))
  .map(([body, blocks]) => documentOf({ ...body, blocks }))

/** Layers with wires that lead forward only, for edits that must keep the network. */
export const anyNetwork: fc.Arbitrary<NetworkDocument> = fc
  .integer({ min: 2, max: 8 })
  .chain(size => {
    const pair = fc
      .tuple(fc.nat(size - 1), fc.nat(size - 1))
      .filter(([from, to]) => from < to)
      .map(([from, to]) => ({ source: `n${from}`, target: `n${to}` }))
    const place = fc.record({ x: fc.integer(), y: fc.integer() })
    return fc.tuple(
      fc.array(fc.record({ size: fc.constantFrom<Json>(1, 2, '=width', '=2*width'), place }), {
        minLength: size,
        maxLength: size,
      }),
      fc.uniqueArray(pair, { selector: edge => `${edge.source} ${edge.target}`, maxLength: 14 }),
    )
  })
  .map(([list, edges]) =>
    documentOf({
      parameters: { width: 4 },
      nodes: list.map(({ size, place }, index) => ({
        id: `n${index}`,
        // Merges, so that no wire is one too many.
        type: 'concatenate',
        params: { size, index },
        position: place,
      })),
      edges,
    }),
  )
