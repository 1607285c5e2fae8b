// Network files that must be refused, each with the words that the refusal must hold.

type Change = (document: Record<string, unknown>) => unknown

const base = () => ({
  format: 'layerloom',
  version: 1,
  name: 'net',
  parameters: { classes: 10 },
  nodes: [
    { id: 'image', type: 'input', params: { shape: [28, 28, 1] } },
    { id: 'conv', type: 'conv2d', params: { filters: 4, kernelSize: 3 } },
    { id: 'flat', type: 'flatten' },
    { id: 'out', type: 'dense', params: { units: '=classes', activation: 'softmax' } },
  ],
  edges: [
    { source: 'image', target: 'conv' },
    { source: 'conv', target: 'flat' },
    { source: 'flat', target: 'out' },
  ],
  training: {
    dataset: { kind: 'glyphs', count: 50 },
    loss: 'categoricalCrossentropy',
    optimizer: { kind: 'adam', learningRate: 0.001 },
    epochs: 1,
    batchSize: 8,
    seed: 1,
  },
})

function node(id: string, change: object): Change {
  return document => ({
    ...document,
    nodes: base().nodes.map(item => (item.id === id ? { ...item, ...change } : item)),
  })
}

const withTraining =
  (change: object): Change =>
  document => ({ ...document, training: { ...base().training, ...change } })

const withEdges =
  (...edges: readonly unknown[]): Change =>
  document => ({ ...document, edges: [...base().edges, ...edges] })

const texts: readonly (readonly [string, string | Uint8Array, RegExp])[] = [
  ['an empty file', '', /empty/],
  ['half a file', JSON.stringify(base()).slice(0, 200), /column 195/],
  ['plain words', 'conv, conv, pool', /conv where a value belongs/],
  ['a list', '[]', /list/],
  ['a number', '3', /object/],
  ['null', 'null', /object/],
  ['bytes that are no text', Uint8Array.of(0x7b, 0xff, 0xfe, 0x7d), /UTF-8/],
  [
    'a number beyond all bounds',
    JSON.stringify(base()).replace('"epochs":1', '"epochs":1e999'),
    /epochs is not a finite number/,
  ],
  ['100,000 levels of nesting', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, /64 levels/],
  [
    'another __proto__',
    JSON.stringify(base()).replace('{"classes":10}', '{"__proto__":{"a":1}}'),
    /__proto__/,
  ],
]

const changes: readonly (readonly [string, Change, RegExp])[] = [
  ['no format', ({ format: _, ...rest }) => rest, /format/],
  ['another format', document => ({ ...document, format: 'keras' }), /layerloom.*keras/],
  ['version 0', document => ({ ...document, version: 0 }), /version/],
  ['a version in words', document => ({ ...document, version: 'one' }), /version/],
  ['nodes that are an object', document => ({ ...document, nodes: {} }), /nodes/],
  ['no nodes', document => ({ ...document, nodes: [], edges: [] }), /no input/],
  ['an edge that is a word', withEdges('conv'), /edges\[3\]/],
  [
    'a node without id',
    document => ({ ...document, nodes: [{ type: 'input' }] }),
    /nodes\[0\].*id/,
  ],
  ['an id with a slash', node('conv', { id: 'a/b' }), /a\/b/],
  ['two nodes of one id', node('flat', { id: 'conv' }), /conv/],
  ['an unknown layer type', node('conv', { type: 'conv9d' }), /conv9d/],
  [
    'an unknown choice',
    node('conv', { params: { filters: 4, kernelSize: 3, padding: 'sme' } }),
    /sme/,
  ],
  [
    'minus three filters',
    node('conv', { params: { filters: -3, kernelSize: 3 } }),
    /filters is -3/,
  ],
  ['half a filter', node('conv', { params: { filters: 2.5, kernelSize: 3 } }), /2\.5/],
  [
    'a kernel larger than its input',
    node('conv', { params: { filters: 4, kernelSize: 99 } }),
    /99/,
  ],
  ['an edge to nowhere', withEdges({ source: 'conv', target: 'nowhere' }), /nowhere/],
  ['a circle', withEdges({ source: 'out', target: 'conv' }), /circle: conv/],
  ['a node wired to itself', withEdges({ source: 'conv', target: 'conv' }), /circle/],
  ['two wires into one port', withEdges({ source: 'image', target: 'out' }), /out/],
  [
    'an expression that ends early',
    node('out', { params: { units: '=2*' } }),
    /ends where a number/,
  ],
  [
    'an expression over a name that is none',
    node('out', { params: { units: '=clases' } }),
    /clases/,
  ],
  ['a division by zero', node('out', { params: { units: '=classes/0' } }), /divides by zero/],
  ['an input of size 0', node('image', { params: { shape: [28, 0, 1] } }), /28,0,1/],
  [
    'an input of 2^40 pixels',
    node('image', { params: { shape: [1048576, 1048576, 1] } }),
    /1,099,511,627,776/,
  ],
  ['a dense layer of 2^31 units', node('out', { params: { units: 2147483648 } }), /2,147,483,648/],
  ['weights of 160 GB', node('out', { params: { units: 14_800_000 } }), /40,019,200,000/],
  ['a block that is none', node('conv', { type: 'block', block: 'missing' }), /missing/],
  [
    'a block that contains itself',
    document => ({
      ...document,
      blocks: { a: { nodes: [{ id: 'again', type: 'block', block: 'a' }], edges: [] } },
      nodes: [...base().nodes, { id: 'use', type: 'block', block: 'a' }],
    }),
    /cannot contain itself/,
  ],
  ['repeat minus one', node('conv', { repeat: -1 }), /repeat/],
  ['an unknown loss', withTraining({ loss: 'hinge' }), /hinge/],
  [
    'an unknown optimizer',
    withTraining({ optimizer: { kind: 'adagrad2', learningRate: 1 } }),
    /adagrad2/,
  ],
  ['0 epochs', withTraining({ epochs: 0 }), /epochs/],
  ['a batch of 2.5', withTraining({ batchSize: 2.5 }), /batchSize/],
  ['a negative seed', withTraining({ seed: -1 }), /seed/],
  ['an unknown kind of data', withTraining({ dataset: { kind: 'kittens' } }), /kittens.*glyphs/],
  ['data that is a word', withTraining({ dataset: 'glyphs' }), /dataset/],
]

export const malformedDocuments: readonly (readonly [string, string | Uint8Array, RegExp])[] = [
  ...texts,
  ...changes.map(([name, change, words]) => [name, JSON.stringify(change(base())), words] as const),
]

export const soundDocument = JSON.stringify(base())
