import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { expand } from '../../../shared/document/expand.ts'
import { applyFix } from '../../../shared/document/fixes.ts'
import type { Block, NetworkDocument } from '../../../shared/document/types.ts'
import { anyDocument, documentOf, nodes, wires } from './documents.ts'

const ids = (document: NetworkDocument) => expand(document).nodes.map(node => node.id)
const flow = (document: NetworkDocument) =>
  expand(document).edges.map(edge => `${edge.source} → ${edge.target}`)
const codes = (document: NetworkDocument) => expand(document).problems.map(problem => problem.code)
const messages = (document: NetworkDocument) =>
  expand(document).problems.map(problem => problem.message)

const chainBlock: Block = {
  parameters: { filters: 8 },
  nodes: nodes(
    'in:blockInput',
    { id: 'conv', type: 'conv2d', params: { filters: '=filters' } },
    'out:blockOutput',
  ),
  edges: wires('in conv out'),
}

/** in → conv → add ← projection ← in, the projection only where a stage begins. */
const residual: Block = {
  parameters: { filters: 8 },
  nodes: nodes(
    'in:blockInput',
    { id: 'conv', type: 'conv2d', params: { filters: '=filters' } },
    { id: 'projection', type: 'conv2d', when: '=index == 0', params: { kernelSize: 1 } },
    'add:add',
    'out:blockOutput',
  ),
  edges: wires('in conv add', 'in projection add', 'add out'),
}

function using(block: Block, use: object, fields: Partial<NetworkDocument> = {}): NetworkDocument {
  return documentOf({
    nodes: nodes('image:input', { id: 'use', type: 'block', block: 'part', ...use }, 'end:flatten'),
    edges: wires('image use end'),
    blocks: { part: block },
    ...fields,
  })
}

describe('a document without blocks', () => {
  it('expands to itself, with the very same parameter objects', () => {
    const document = documentOf({
      nodes: nodes('image:input', {
        id: 'fc',
        type: 'dense',
        params: { units: 10 },
        name: 'scores',
      }),
      edges: [{ source: 'image', target: 'fc', targetHandle: 'query' }],
    })
    const expansion = expand(document)
    expect(expansion.nodes).toEqual([
      { id: 'image', type: 'input', params: {}, definition: { block: null, id: 'image' } },
      {
        id: 'fc',
        type: 'dense',
        params: { units: 10 },
        name: 'scores',
        definition: { block: null, id: 'fc' },
      },
    ])
    expect(expansion.nodes[1]?.params).toBe(document.nodes[1]?.params)
    expect(expansion.edges).toEqual(document.edges)
    expect(expansion.problems).toEqual([])
  })
})

describe('parameters', () => {
  it('are computed inside lists and from one another', () => {
    const document = documentOf({
      parameters: { size: 16, half: '=size/2', act: 'relu' },
      nodes: nodes({
        id: 'a',
        type: 'conv2d',
        params: { kernelSize: ['=half', '=half + 1'], activation: '=act', useBias: '=size > 20' },
      }),
    })
    expect(expand(document).nodes[0]?.params).toEqual({
      kernelSize: [8, 9],
      activation: 'relu',
      useBias: 0,
    })
  })

  it('of a block hide those of the document, and a use sets them', () => {
    const document = using(
      chainBlock,
      { params: { filters: '=2*filters' } },
      { parameters: { filters: 100 } },
    )
    expect(expand(document).nodes[1]?.params).toEqual({ filters: 200 })
    const plain = using(chainBlock, {}, { parameters: { filters: 100 } })
    expect(expand(plain).nodes[1]?.params).toEqual({ filters: 8 })
  })

  it('of the document reach into blocks', () => {
    const { parameters: _, ...block } = chainBlock
    expect(expand(using(block, {}, { parameters: { filters: 5 } })).nodes[1]?.params).toEqual({
      filters: 5,
    })
  })

  it('that depend on each other in a circle are named once, however many values they spoil', () => {
    const document = documentOf({
      parameters: { a: '=b', b: '=c + 1', c: '=a' },
      nodes: nodes({ id: 'x', type: 'dense', params: { units: '=a' } }),
    })
    expect(messages(document)).toEqual([
      'The parameter a of the network is =b: it depends on itself: a → b → c → a.',
    ])
    expect(expand(document).nodes[0]?.params).toEqual({ units: '=a' })
  })

  it('in a chain of a thousand are refused without exhausting the stack', () => {
    const entries = Array.from({ length: 1000 }, (_, index) => [`p${index}`, `=p${index + 1} + 1`])
    const document = documentOf({ parameters: Object.fromEntries([...entries, ['p1000', 1]]) })
    expect(codes(document)).toContain('expression-too-deep')
  })

  it('that a block lacks are warned of and have no effect', () => {
    const document = using(chainBlock, { params: { filter: 3 } })
    expect(expand(document).problems).toMatchObject([
      { code: 'unknown-parameter', severity: 'warning', node: 'use', parameter: 'filter' },
    ])
  })
})

describe('a block', () => {
  it('without repeat expands to use/node', () => {
    expect(ids(using(chainBlock, {}))).toEqual(['image', 'use/conv', 'end'])
    expect(flow(using(chainBlock, {}))).toEqual(['image → use/conv', 'use/conv → end'])
  })

  it('with repeat counts from 0, also when it is 1', () => {
    expect(ids(using(chainBlock, { repeat: 1 }))).toEqual(['image', 'use/0/conv', 'end'])
    expect(flow(using(chainBlock, { repeat: 3 }))).toEqual([
      'image → use/0/conv',
      'use/0/conv → use/1/conv',
      'use/1/conv → use/2/conv',
      'use/2/conv → end',
    ])
  })

  it('repeated 0 times is the identity', () => {
    expect(flow(using(chainBlock, { repeat: 0 }))).toEqual(['image → end'])
  })

  it('gives every repetition its own index, in its arguments and inside', () => {
    const document = using(residual, { repeat: 2, params: { filters: '=10 + index' } })
    expect(expand(document).nodes.map(node => [node.id, node.params])).toEqual([
      ['image', {}],
      ['use/0/conv', { filters: 10 }],
      ['use/0/projection', { kernelSize: 1 }],
      ['use/0/add', {}],
      ['use/1/conv', { filters: 11 }],
      ['use/1/add', {}],
      ['end', {}],
    ])
  })

  it('passes its input on where a node is absent, in the place that the wire had', () => {
    const document = using(residual, { repeat: 2 })
    const into = (id: string) =>
      expand(document)
        .edges.filter(edge => edge.target === id)
        .map(edge => edge.source)
    expect(into('use/0/add')).toEqual(['use/0/conv', 'use/0/projection'])
    expect(into('use/1/add')).toEqual(['use/1/conv', 'use/0/add'])
  })

  it('inside a block without repeat sees the index of the repeat around it', () => {
    const document = using(
      {
        nodes: nodes(
          'in:blockInput',
          { id: 'inner', type: 'block', block: 'leaf' },
          'out:blockOutput',
        ),
        edges: wires('in inner out'),
      },
      { repeat: 2 },
    )
    const leaf: Block = {
      nodes: nodes(
        'in:blockInput',
        { id: 'fc', type: 'dense', params: { units: '=index + 1' } },
        'out:blockOutput',
      ),
      edges: wires('in fc out'),
    }
    const whole = { ...document, blocks: { ...document.blocks, leaf } }
    expect(
      expand(whole)
        .nodes.slice(1, 3)
        .map(node => [node.id, node.params]),
    ).toEqual([
      ['use/0/inner/fc', { units: 1 }],
      ['use/1/inner/fc', { units: 2 }],
    ])
  })

  it('with several ports is wired by the ids of its port nodes', () => {
    const cross: Block = {
      nodes: nodes(
        'a:blockInput',
        'b:blockInput',
        'x:dense',
        'y:flatten',
        'first:blockOutput',
        'second:blockOutput',
      ),
      edges: wires('a x second', 'b y first'),
    }
    const document = documentOf({
      nodes: nodes(
        'l:input',
        'r:input',
        { id: 'use', type: 'block', block: 'cross', repeat: 2 },
        'p:add',
        'q:add',
      ),
      edges: [
        { source: 'l', target: 'use', targetHandle: 'a' },
        { source: 'r', target: 'use', targetHandle: 'b' },
        { source: 'use', target: 'p', sourceHandle: 'first' },
        { source: 'use', target: 'q', sourceHandle: 'second' },
      ],
      blocks: { cross },
    })
    // The first output feeds the first input of the next repetition.
    expect(flow(document)).toEqual([
      'l → use/0/x',
      'r → use/0/y',
      'use/0/y → use/1/x',
      'use/0/x → use/1/y',
      'use/1/y → p',
      'use/1/x → q',
    ])
    expect(codes(document)).toEqual([])
  })

  it('may lead straight through', () => {
    const wire: Block = { nodes: nodes('in:blockInput', 'out:blockOutput'), edges: wires('in out') }
    expect(flow(using(wire, { repeat: 1000 }))).toEqual(['image → end'])
  })

  it('keeps the weights of an instance apart, unless the name belongs to the document', () => {
    const shared = (name: string): Block => ({
      ...chainBlock,
      nodes: chainBlock.nodes.map(node =>
        node.id === 'conv' ? { ...node, sharedWeights: name } : node,
      ),
    })
    const names = (name: string) =>
      expand(using(shared(name), { repeat: 2 })).nodes.flatMap(node => node.sharedWeights ?? [])
    expect(names('w')).toEqual(['/use/0/w', '/use/1/w'])
    expect(names('/w')).toEqual(['/w', '/w'])
  })
})

describe('problems of blocks and expressions', () => {
  it('are told at the first instance and at the definition, once', () => {
    const broken: Block = {
      ...chainBlock,
      nodes: chainBlock.nodes.map(node =>
        node.id === 'conv' ? { ...node, params: { filters: '=fliters' } } : node,
      ),
    }
    const document = using(broken, { repeat: 5 })
    const [problem, ...others] = expand(document).problems
    expect(others).toEqual([])
    expect(problem).toMatchObject({
      code: 'unknown-name',
      severity: 'error',
      node: 'use/0/conv',
      in: { block: 'part', id: 'conv' },
      parameter: 'filters',
      message: 'filters is =fliters: there is no parameter fliters here. Known are filters, index.',
    })
    const [fix] = problem?.fixes ?? []
    if (!fix) throw new Error('no fix')
    expect(codes(applyFix(document, fix))).toEqual([])
  })

  it('tell where index has no meaning', () => {
    const document = documentOf({
      nodes: nodes({ id: 'a', type: 'dense', params: { units: '=index' } }),
    })
    expect(messages(document)).toEqual([
      'units is =index: there is no index here, because no repeat is around it. Use it inside a repeated block.',
    ])
  })

  it('name the column of a syntax error', () => {
    const document = documentOf({
      nodes: nodes({ id: 'a', type: 'dense', params: { units: '=4*(2' } }),
    })
    expect(messages(document)).toEqual([
      'units is =4*(2: this parenthesis is never closed (column 4).',
    ])
  })

  it('suggest the block that was meant, and the fix leads there', () => {
    const document = documentOf({
      nodes: nodes('image:input', { id: 'use', type: 'block', block: 'prat' }),
      edges: wires('image use'),
      blocks: { part: chainBlock },
    })
    const [problem] = expand(document).problems
    expect(problem?.message).toBe('The document has no block prat. It has part.')
    const [fix] = problem?.fixes ?? []
    if (!fix) throw new Error('no fix')
    expect(ids(applyFix(document, fix))).toEqual(['image', 'use/conv'])
  })

  it('offer a whole number where repeat is none, and show the block once', () => {
    const document = using(chainBlock, { repeat: '=5/2' })
    const [problem] = expand(document).problems
    expect(problem?.message).toBe(
      'repeat is =5/2, which gives 2.5; it must be a whole number of at least 0.',
    )
    expect(ids(document)).toEqual(['image', 'use/0/conv', 'end'])
    const [fix] = problem?.fixes ?? []
    if (!fix) throw new Error('no fix')
    expect(ids(applyFix(document, fix))).toHaveLength(5)
  })

  it('refuse to repeat a block whose inputs and outputs do not match', () => {
    const split: Block = {
      nodes: nodes('in:blockInput', 'x:dense', 'a:blockOutput', 'b:blockOutput'),
      edges: wires('in x a', 'x b'),
    }
    const document = using(split, { repeat: 2 })
    expect(codes(document)).toContain('repeat-ports')
  })

  it('stop a block that contains itself, directly or through another one', () => {
    const use = (block: string): Block => ({
      nodes: nodes('in:blockInput', { id: 'again', type: 'block', block }, 'out:blockOutput'),
      edges: wires('in again out'),
    })
    expect(messages(using(use('part'), {}))[0]).toMatch(
      'A block cannot contain itself: part → part.',
    )
    const document = using(use('other'), {})
    const circle = { ...document, blocks: { ...document.blocks, other: use('part') } }
    expect(messages(circle)[0]).toMatch('A block cannot contain itself: part → other → part.')
  })

  it.each([
    [
      'an unknown handle',
      [{ source: 'image', target: 'use', targetHandle: 'inn' }],
      ['unknown-handle', 'unreached'],
    ],
    ['a second wire into a port', [...wires('image use'), ...wires('image use')], ['input-taken']],
    ['an input left open', [], ['unreached']],
  ])('name %s', (_, edges, expected) => {
    expect(codes({ ...using(chainBlock, {}), edges })).toEqual(expected)
  })

  it('name a port outside of blocks and a repeat on a layer', () => {
    expect(codes(documentOf({ nodes: nodes('in:blockInput') }))).toEqual(['port-outside-block'])
    expect(codes(documentOf({ nodes: nodes({ id: 'a', type: 'dense', repeat: 2 }) }))).toEqual([
      'repeat-on-layer',
    ])
  })
})

describe('limits', () => {
  it('leave out what is beyond 20,000 nodes and say so once', () => {
    const document = using(chainBlock, { repeat: 1_000_000_000 })
    // Those of the document itself stay, so that the network keeps its end.
    expect(expand(document).nodes.length).toBe(20_001)
    expect(codes(document)).toEqual(['too-many-nodes'])
    // The wires close the gap, so nothing behind it is called unconnected.
    expect(flow(document).at(-1)).toBe('use/19998/conv → end')
  })

  it('hold for blocks that multiply without containing a single layer', () => {
    const doubling = Object.fromEntries(
      Array.from({ length: 30 }, (_, level) => [
        `b${level}`,
        {
          nodes: nodes(
            'in:blockInput',
            { id: 'x', type: 'block', block: `b${level + 1}` },
            { id: 'y', type: 'block', block: `b${level + 1}` },
            'out:blockOutput',
          ),
          edges: wires('in x y out'),
        },
      ]),
    )
    const last: Block = { nodes: nodes('in:blockInput', 'out:blockOutput'), edges: wires('in out') }
    const document = documentOf({
      nodes: nodes('image:input', { id: 'use', type: 'block', block: 'b0' }, 'end:flatten'),
      edges: wires('image use end'),
      blocks: { ...doubling, b30: last },
    })
    expect(codes(document)).toEqual(['too-many-nodes'])
    expect(flow(document)).toEqual(['image → end'])
  })

  it('refuse blocks in blocks beyond 32 levels', () => {
    const nested = Object.fromEntries(
      Array.from({ length: 40 }, (_, level) => [
        `b${level}`,
        {
          nodes: nodes(
            'in:blockInput',
            { id: 'x', type: 'block', block: `b${level + 1}` },
            'out:blockOutput',
          ),
          edges: wires('in x out'),
        },
      ]),
    )
    const document = documentOf({
      nodes: nodes({ id: 'use', type: 'block', block: 'b0' }),
      blocks: nested,
    })
    expect(codes(document)).toContain('blocks-too-deep')
  })

  it('do not hinder a chain of 10,000 absent nodes, nor a circle of them', () => {
    const chain = Array.from({ length: 10_000 }, (_, index) => `n${index}`)
    const absent = chain.map(id => ({ id, type: 'dense', when: '=0' }))
    const through = documentOf({
      nodes: [...nodes('image:input', 'end:flatten'), ...absent],
      edges: wires(['image', ...chain, 'end'].join(' ')),
    })
    expect(flow(through)).toEqual(['image → end'])
    const circle = documentOf({
      nodes: [...nodes('end:flatten'), ...absent.slice(0, 3)],
      edges: wires('n0 n1 n2 n0', 'n1 end'),
    })
    expect(flow(circle)).toEqual([])
  })
})

describe('any document', () => {
  it('expands without throwing, to unique ids and wires between them', () => {
    fc.assert(
      fc.property(anyDocument, document => {
        const { nodes: plain, edges, problems } = expand(document)
        const known = new Set(plain.map(node => node.id))
        expect(known.size).toBe(plain.length)
        for (const edge of edges)
          expect(known.has(edge.source) && known.has(edge.target)).toBe(true)
        for (const node of plain) {
          const { block, id } = node.definition
          const body = block === null ? document : document.blocks?.[block]
          expect(body?.nodes.some(other => other.id === id)).toBe(true)
        }
        for (const { message } of problems) expect(message).toMatch(/\S\.$/)
      }),
      { numRuns: 3000 },
    )
  })
})
