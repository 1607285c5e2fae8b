import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addedIds, findNode } from '../../../shared/document/body.ts'
import {
  addNode,
  connect,
  disconnect,
  insertOnEdge,
  moveNodes,
  problemWithId,
  reconnect,
  removeNodes,
  rename,
  setDocumentParameter,
  setNode,
  setParam,
  setParams,
  setTraining,
} from '../../../shared/document/edits.ts'
import { applyFix } from '../../../shared/document/fixes.ts'
import {
  duplicate,
  fragmentOf,
  parseFragment,
  paste,
  printFragment,
} from '../../../shared/document/fragment.ts'
import type { NetworkDocument, Training } from '../../../shared/document/types.ts'
import { anyNetwork, documentOf, nodes, wires } from './documents.ts'

const training: Training = {
  dataset: { kind: 'glyphs' },
  loss: 'categoricalCrossentropy',
  losses: { head: { loss: 'meanSquaredError' }, 'stage/fc': { loss: 'meanAbsoluteError' } },
  optimizer: { kind: 'adam', learningRate: 0.001 },
  epochs: 3,
  batchSize: 32,
  seed: 1,
}

const chain = documentOf({
  nodes: nodes('image:input', 'conv1:conv2d', 'pool1:maxPooling2d', 'head:dense'),
  edges: wires('image conv1 pool1 head'),
  training,
})

const withBlock = documentOf({
  nodes: nodes('image:input', { id: 'stage', type: 'block', block: 'part' }, 'sum:add'),
  edges: wires('image stage sum'),
  blocks: {
    part: {
      nodes: nodes('in:blockInput', 'fc:dense', 'out:blockOutput'),
      edges: wires('in fc out'),
    },
  },
})

const ids = (document: NetworkDocument) => document.nodes.map(node => node.id)
const flow = ({ edges }: NetworkDocument) =>
  edges.map(edge =>
    `${edge.source}.${edge.sourceHandle ?? ''} → ${edge.target}.${edge.targetHandle ?? ''}`.replaceAll(
      /\. | ?\.$/g,
      match => match.replace('.', ''),
    ),
  )

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.freeze(value)
    Object.values(value).forEach(freeze)
  }
  return value
}
freeze(chain)
freeze(withBlock)

describe('adding a node', () => {
  it('makes an id from the type, the first number that is free', () => {
    const next = addNode(addNode(chain, { type: 'conv2d' }), { type: 'conv2dTranspose' })
    expect(ids(next).slice(4)).toEqual(['conv2', 'convTranspose1'])
    expect(addedIds(chain, next)).toEqual(['conv2', 'convTranspose1'])
    expect(ids(addNode(withBlock, { type: 'block', block: 'part' })).at(-1)).toBe('part1')
  })

  it('changes nothing where the id is taken or no id at all', () => {
    expect(addNode(chain, { id: 'conv1', type: 'dense' })).toBe(chain)
    expect(addNode(chain, { id: 'a/b', type: 'dense' })).toBe(chain)
    expect(addNode(chain, { type: 'dense' }, 'noBlock')).toBe(chain)
  })

  it('names the only port at every use before a block gets a second one', () => {
    const next = addNode(withBlock, { id: 'second', type: 'blockOutput' }, 'part')
    expect(flow(next)).toEqual(['image → stage', 'stage.out → sum'])
  })
})

describe('removing nodes', () => {
  it('takes their wires and losses along', () => {
    const next = removeNodes(chain, ['pool1', 'head'])
    expect(ids(next)).toEqual(['image', 'conv1'])
    expect(flow(next)).toEqual(['image → conv1'])
    expect(Object.keys(next.training?.losses ?? {})).toEqual(['stage/fc'])
  })

  it('closes the gap when asked to, each wire in its old place', () => {
    expect(flow(removeNodes(chain, ['conv1', 'pool1'], { heal: true }))).toEqual(['image → head'])
    const merge = documentOf({
      nodes: nodes('a:input', 'b:dense', 'c:dense', 'sum:concatenate'),
      edges: wires('a b sum', 'a c sum', 'a sum'),
    })
    expect(flow(removeNodes(merge, ['b'], { heal: true }))).toEqual([
      'a → sum',
      'a → c',
      'c → sum',
      'a → sum',
    ])
  })

  it('survives a circle of removed nodes', () => {
    const circle = documentOf({
      nodes: nodes('a:dense', 'b:dense', 'c:dense'),
      edges: wires('a b a c'),
    })
    expect(flow(removeNodes(circle, ['a', 'b'], { heal: true }))).toEqual([])
  })

  it('takes the wires of a port away at every use of its block', () => {
    expect(flow(removeNodes(withBlock, ['out'], {}, 'part'))).toEqual(['image → stage'])
  })

  it('changes nothing for ids that do not exist', () => {
    expect(removeNodes(chain, ['nothing'])).toBe(chain)
  })
})

describe('connecting', () => {
  it('replaces the wire of an input that takes one, in its place', () => {
    const next = connect(chain, { source: 'image', target: 'pool1' })
    expect(flow(next)).toEqual(['image → conv1', 'image → pool1', 'pool1 → head'])
  })

  it('adds behind the others where a layer takes many', () => {
    const next = connect(withBlock, { source: 'image', target: 'sum' })
    expect(flow(next)).toEqual(['image → stage', 'stage → sum', 'image → sum'])
  })

  it.each([
    ['a wire that is there', { source: 'image', target: 'conv1' }],
    ['a node with itself', { source: 'conv1', target: 'conv1' }],
    ['a node that does not exist', { source: 'conv1', target: 'nothing' }],
    ['an input layer as target', { source: 'conv1', target: 'image' }],
  ])('refuses %s by changing nothing', (_, edge) => {
    expect(connect(chain, edge)).toBe(chain)
  })

  it('moves an end without changing the order of wires', () => {
    const merge = documentOf({
      nodes: nodes('a:input', 'b:input', 'c:input', 'sum:concatenate'),
      edges: wires('a sum', 'b sum'),
    })
    const next = reconnect(merge, { source: 'a', target: 'sum' }, { source: 'c', target: 'sum' })
    expect(flow(next)).toEqual(['c → sum', 'b → sum'])
    expect(reconnect(merge, { source: 'c', target: 'sum' }, { source: 'a', target: 'sum' })).toBe(
      merge,
    )
  })

  it('removes exactly the wires that are named', () => {
    expect(flow(disconnect(chain, { source: 'conv1', target: 'pool1' }))).toEqual([
      'image → conv1',
      'pool1 → head',
    ])
    expect(disconnect(chain, { source: 'conv1', target: 'pool1', targetHandle: 'x' })).toBe(chain)
  })

  it('splits a wire around a new node, half way between its ends', () => {
    const placed = moveNodes(chain, { image: { x: 0, y: 0 }, conv1: { x: 10, y: 100 } })
    const next = insertOnEdge(placed, { source: 'image', target: 'conv1' }, { type: 'dropout' })
    expect(flow(next).slice(0, 2)).toEqual(['image → dropout1', 'dropout1 → conv1'])
    expect(findNode(next, 'dropout1')?.position).toEqual({ x: 5, y: 50 })
  })
})

describe('setting values', () => {
  it('shares everything that did not change', () => {
    const next = setParam(chain, 'conv1', 'filters', 8)
    expect(findNode(next, 'conv1')?.params).toEqual({ filters: 8 })
    expect(next.edges).toBe(chain.edges)
    expect(next.nodes[0]).toBe(chain.nodes[0])
  })

  it('returns the same document where the value was so already', () => {
    const set = setParam(chain, 'conv1', 'kernelSize', [3, 3])
    expect(setParam(set, 'conv1', 'kernelSize', [3, 3])).toBe(set)
    expect(setParam(chain, 'conv1', 'filters', undefined)).toBe(chain)
    expect(setParams(chain, 'nothing', { filters: 1 })).toBe(chain)
    expect(setNode(chain, 'conv1', { name: undefined })).toBe(chain)
    expect(moveNodes(chain, {})).toBe(chain)
    expect(setTraining(chain, { epochs: 3 })).toBe(chain)
  })

  it('undoes itself: back to the default leaves nothing behind', () => {
    expect(setParam(setParam(chain, 'conv1', 'filters', 8), 'conv1', 'filters', undefined)).toEqual(
      chain,
    )
    expect(setDocumentParameter(setDocumentParameter(chain, 'n', 1), 'n', undefined)).toEqual(chain)
  })

  it('reaches into blocks', () => {
    const next = setParam(withBlock, 'fc', 'units', 5, 'part')
    expect(next.blocks?.part?.nodes[1]?.params).toEqual({ units: 5 })
    expect(next.nodes).toBe(withBlock.nodes)
    expect(setDocumentParameter(withBlock, 'width', 3, 'part').blocks?.part?.parameters).toEqual({
      width: 3,
    })
  })
})

describe('renaming', () => {
  it('takes wires and losses along', () => {
    const next = rename(chain, 'head', 'scores')
    expect(flow(next).at(-1)).toBe('pool1 → scores')
    expect(Object.keys(next.training?.losses ?? {})).toEqual(['scores', 'stage/fc'])
  })

  it('of a port reaches the uses of its block', () => {
    const named = addNode(withBlock, { id: 'second', type: 'blockOutput' }, 'part')
    expect(flow(rename(named, 'out', 'main', 'part'))).toEqual([
      'image → stage',
      'stage.main → sum',
    ])
  })

  it('is refused for ids that are taken or ill-formed', () => {
    expect(rename(chain, 'head', 'conv1')).toBe(chain)
    expect(problemWithId(chain, 'conv1')).toBe('There is a node conv1 already.')
    expect(problemWithId(chain, '1st')).toMatch('begins with a letter')
  })
})

describe('copying', () => {
  it('counts ids on, keeps wires inside and moves positions', () => {
    const placed = moveNodes(chain, { conv1: { x: 1, y: 2 } })
    const next = duplicate(placed, ['conv1', 'pool1'], { x: 10, y: 10 })
    expect(ids(next).slice(4)).toEqual(['conv2', 'pool2'])
    expect(flow(next).slice(3)).toEqual(['conv2 → pool2'])
    expect(findNode(next, 'conv2')?.position).toEqual({ x: 11, y: 12 })
  })

  it('brings blocks and parameters along through the clipboard', () => {
    const source = documentOf({
      parameters: { width: '=2*base', base: 8, other: 1 },
      nodes: nodes({ id: 'use', type: 'block', block: 'part', params: { units: '=width' } }),
      blocks: { part: { parameters: { units: 1 }, nodes: nodes('in:blockInput'), edges: [] } },
    })
    const next = paste(chain, parseFragment(printFragment(fragmentOf(source, ['use']))))
    expect(next.parameters).toEqual({ width: '=2*base', base: 8 })
    expect(Object.keys(next.blocks ?? {})).toEqual(['part'])
    // The same again finds both there; another block of that name gets one of its own.
    expect(Object.keys(paste(next, fragmentOf(source, ['use'])).blocks ?? {})).toEqual(['part'])
    const clash = paste(withBlock, fragmentOf(source, ['use']))
    expect(Object.keys(clash.blocks ?? {})).toEqual(['part', 'part2'])
    expect(findNode(clash, 'use')?.block).toBe('part2')
  })
})

describe('carrying out a fix', () => {
  const at = { block: null, id: 'pool1' }
  it.each([
    ['insertBefore', ['image → conv1', 'conv1 → flatten1', 'flatten1 → pool1', 'pool1 → head']],
    ['insertAfter', ['image → conv1', 'conv1 → pool1', 'pool1 → flatten1', 'flatten1 → head']],
  ] as const)('%s puts a layer there', (kind, expected) => {
    const next = applyFix(chain, { label: '', at, repair: { kind, type: 'flatten' } })
    expect(flow(next)).toEqual(expected)
  })

  it('merges several wires before a layer that takes one', () => {
    const two = documentOf({
      nodes: nodes('a:input', 'b:input', 'pool1:flatten'),
      edges: wires('a pool1', 'b pool1'),
    })
    const next = applyFix(two, { label: '', at, repair: { kind: 'insertBefore', type: 'add' } })
    expect(flow(next)).toEqual(['a → add1', 'add1 → pool1', 'b → add1'])
  })

  it('sets parameters, removes a layer, and closes the gap', () => {
    const set = applyFix(chain, {
      label: '',
      at,
      repair: { kind: 'setParams', params: { poolSize: 3 } },
    })
    expect(findNode(set, 'pool1')?.params).toEqual({ poolSize: 3 })
    expect(flow(applyFix(chain, { label: '', at, repair: { kind: 'remove' } }))).toEqual([
      'image → conv1',
      'conv1 → head',
    ])
  })

  it('changes nothing once its node is gone', () => {
    const fix = { label: '', at: { block: null, id: 'gone' }, repair: { kind: 'remove' } } as const
    expect(applyFix(chain, fix)).toBe(chain)
  })
})

describe('random edits', () => {
  const names = fc.constantFrom('n0', 'n1', 'n2', 'n3', 'n5', 'fresh', 'gone')
  const edge = fc.record({ source: names, target: names })
  const edit: fc.Arbitrary<(document: NetworkDocument) => NetworkDocument> = fc.oneof(
    fc
      .constantFrom('conv2d', 'add', 'dense')
      .map(type => (d: NetworkDocument) => addNode(d, { type })),
    names.map(id => (d: NetworkDocument) => removeNodes(d, [id])),
    names.map(id => (d: NetworkDocument) => removeNodes(d, [id], { heal: true })),
    edge.map(wire => (d: NetworkDocument) => connect(d, wire)),
    edge.map(wire => (d: NetworkDocument) => disconnect(d, wire)),
    fc.tuple(edge, edge).map(
      ([a, b]) =>
        (d: NetworkDocument) =>
          reconnect(d, a, b),
    ),
    edge.map(wire => (d: NetworkDocument) => insertOnEdge(d, wire, { type: 'dense' })),
    fc.tuple(names, names).map(
      ([a, b]) =>
        (d: NetworkDocument) =>
          rename(d, a, b),
    ),
    fc.uniqueArray(names).map(list => (d: NetworkDocument) => duplicate(d, list)),
  )

  it('leave ids unique and no wire dangling, and never change what they were given', () => {
    fc.assert(
      fc.property(anyNetwork, fc.array(edit, { maxLength: 12 }), (start, edits) => {
        let document = freeze(start)
        for (const apply of edits) {
          document = freeze(apply(document))
          const known = new Set(ids(document))
          expect(known.size).toBe(document.nodes.length)
          for (const { source, target } of document.edges)
            expect(known.has(source) && known.has(target)).toBe(true)
        }
      }),
      { numRuns: 500 },
    )
  })

  it('have inverses: rename back, connect and disconnect, add and remove', () => {
    fc.assert(
      fc.property(anyNetwork, edge, (document, wire) => {
        expect(rename(rename(document, 'n0', 'fresh'), 'fresh', 'n0')).toEqual(document)
        const added = addNode(document, { type: 'dense' })
        expect(removeNodes(added, addedIds(document, added))).toEqual(document)
        const joined = connect(document, wire)
        if (joined !== document) expect(disconnect(joined, wire)).toEqual(document)
        const [first] = document.edges
        if (!first) return
        const split = insertOnEdge(document, first, { type: 'dense' })
        expect(removeNodes(split, addedIds(document, split), { heal: true })).toEqual(document)
      }),
      { numRuns: 500 },
    )
  })
})
