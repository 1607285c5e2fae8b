// Drawings whose printed code takes every way that blocks, conditions, names and sharing can go.
import type { Block, DocumentNode, Json, NetworkDocument } from '../../../shared/document/types.ts'

type NodeSpec = DocumentNode & { readonly from?: readonly string[] }

/** Each node follows the one before unless it says otherwise; `port:` in `from` and `id:port`. */
function body(nodes: readonly NodeSpec[], parameters?: Readonly<Record<string, Json>>): Block {
  const edges = nodes.flatMap(({ id, type, from }, index) => {
    const before = nodes[index - 1]?.id
    const isStart = type === 'input' || type === 'blockInput'
    return (from ?? (isStart || before === undefined ? [] : [before])).map(text => {
      const [end = '', targetHandle] = text.split('>')
      const [source = '', sourceHandle] = end.split(':')
      return {
        source,
        target: id,
        ...(sourceHandle !== undefined && { sourceHandle }),
        ...(targetHandle !== undefined && { targetHandle }),
      }
    })
  })
  const plain = nodes.map(({ from: _, ...node }) => node)
  return { ...(parameters && { parameters }), nodes: plain, edges }
}

function drawing(
  name: string,
  main: Block,
  blocks?: Readonly<Record<string, Block>>,
): NetworkDocument {
  return { format: 'layerloom', version: 1, name, ...main, ...(blocks && { blocks }) }
}

const image = { id: 'image', type: 'input', params: { shape: [8, 8, 3] } } as const
const port = { id: 'in', type: 'blockInput' } as const
const out = { id: 'out', type: 'blockOutput' } as const

/** Nested blocks; parameters of every type handed down; counts, conditions and flags computed. */
const blocks = drawing(
  'blocks',
  body(
    [
      image,
      {
        id: 'stem',
        type: 'conv2d',
        params: { filters: '=width', kernelSize: '=kernel', padding: 'same' },
      },
      {
        id: 'stage',
        type: 'block',
        block: 'stage',
        repeat: '=depth',
        params: { filters: '=width + 2*index', act: 'tanh' },
      },
      {
        id: 'skip',
        type: 'block',
        block: 'stage',
        repeat: 1,
        params: { filters: '=round(width/2 + 0.5)*2', border: 2, window: [5, 5] },
        when: '=depth > 1 and not (width == 3)',
      },
      { id: 'split', type: 'block', block: 'twins', params: { bias: '=depth == 2' } },
      {
        id: 'cross',
        type: 'block',
        block: 'exchange',
        repeat: 3,
        from: ['split:left>a', 'split:right>b'],
      },
      { id: 'join', type: 'concatenate', from: ['cross:c', 'cross:d'] },
      { id: 'head', type: 'block', block: 'head', from: ['join'] },
    ],
    {
      width: '=2*depth',
      depth: 2,
      kernel: [3, 2],
      classes: '=floor(7/2)',
      last: 'softmax',
      biased: true,
    },
  ),
  {
    stage: body(
      [
        port,
        {
          id: 'conv',
          type: 'conv2d',
          params: {
            filters: '=filters',
            kernelSize: '=window',
            padding: '=border',
            activation: '=act',
            biasInitializer: 'randomNormal',
          },
        },
        {
          id: 'unit',
          type: 'block',
          block: 'unit',
          repeat: '=index + 1',
          params: { filters: '=filters', act: '=act' },
        },
        {
          id: 'shrink',
          type: 'maxPooling2d',
          when: '=index == 0',
          params: { poolSize: 2, strides: 1, padding: 'same' },
        },
        out,
      ],
      { filters: 4, act: 'relu', border: 1, window: 3 },
    ),
    unit: body(
      [
        port,
        {
          id: 'norm',
          type: 'batchNormalization',
          params: { gammaInitializer: 'randomNormal', betaInitializer: 'randomNormal' },
        },
        {
          id: 'conv',
          type: 'conv2d',
          params: {
            filters: '=filters',
            kernelSize: 1,
            useBias: '=index != 0',
            activation: '=act',
          },
        },
        { id: 'sum', type: 'add', from: ['conv', 'in'] },
        out,
      ],
      { filters: 1, act: 'linear' },
    ),
    twins: body(
      [
        port,
        {
          id: 'a',
          type: 'conv2d',
          params: { filters: 4, kernelSize: 1, useBias: '=bias', biasInitializer: 'ones' },
        },
        {
          id: 'b',
          type: 'conv2d',
          params: { filters: 4, kernelSize: 3, padding: 'same', useBias: '=biased' },
          from: ['in'],
        },
        { id: 'left', type: 'blockOutput', from: ['a'] },
        { id: 'right', type: 'blockOutput', from: ['b'] },
      ],
      { bias: true },
    ),
    exchange: body([
      { id: 'a', type: 'blockInput' },
      { id: 'b', type: 'blockInput' },
      {
        id: 'mix',
        type: 'conv2d',
        params: { filters: 4, kernelSize: 1, activation: 'hardSigmoid' },
        from: ['a'],
      },
      { id: 'sum', type: 'add', from: ['mix', 'b'] },
      { id: 'c', type: 'blockOutput', from: ['sum'] },
      { id: 'd', type: 'blockOutput', from: ['a'] },
    ]),
    head: body([
      port,
      { id: 'pool', type: 'globalAveragePooling2d' },
      { id: 'inner', type: 'block', block: 'scores', repeat: 1 },
      out,
    ]),
    scores: body([
      port,
      { id: 'fc', type: 'dense', params: { units: '=classes', activation: '=last' } },
      out,
    ]),
  },
)

/** Weights shared by two towers, within each instance of a block, and two outputs. */
const shared = drawing(
  'shared weights',
  body([
    { ...image, id: 'left' },
    { ...image, id: 'right' },
    {
      id: 'leftConv',
      type: 'conv2d',
      sharedWeights: 'tower',
      params: { filters: 4, kernelSize: 3, padding: 1, activation: 'leakyRelu' },
      from: ['left'],
    },
    {
      id: 'rightConv',
      type: 'conv2d',
      sharedWeights: '/tower',
      params: { filters: 4, kernelSize: 3, padding: 1, activation: 'leakyRelu' },
      from: ['right'],
    },
    { id: 'twice', type: 'block', block: 'twice', repeat: 2, from: ['leftConv'] },
    { id: 'both', type: 'add', from: ['twice', 'rightConv'] },
    { id: 'pool', type: 'globalMaxPooling2d' },
    { id: 'scores', type: 'dense', params: { units: 3 } },
    {
      id: 'mask',
      type: 'conv2d',
      params: { filters: 2, kernelSize: 1, activation: 'sigmoid' },
      from: ['both'],
    },
  ]),
  {
    twice: body([
      port,
      {
        id: 'first',
        type: 'conv2d',
        sharedWeights: 'w',
        params: { filters: 4, kernelSize: 3, padding: 'same', biasInitializer: 'randomNormal' },
      },
      { id: 'act', type: 'activation', params: { activation: 'gelu' } },
      {
        id: 'second',
        type: 'conv2d',
        sharedWeights: 'w',
        params: { filters: 4, kernelSize: 3, padding: 'same', biasInitializer: 'randomNormal' },
      },
      out,
    ]),
  },
)

/** A head for training only, inside of a block that goes on, and one that shares its weights with what stays. */
const helped: NetworkDocument = {
  ...drawing(
    'helped',
    body([
      image,
      { id: 'hint', type: 'input', params: { shape: [3] } },
      { id: 'stage', type: 'block', block: 'stage', from: ['image'] },
      { id: 'mean', type: 'globalAveragePooling2d' },
      {
        id: 'early',
        type: 'dense',
        sharedWeights: 'twins',
        params: { units: 3, activation: 'softmax' },
        from: ['hint'],
      },
      { id: 'narrow', type: 'dense', params: { units: 3, activation: 'tanh' }, from: ['mean'] },
      {
        id: 'scores',
        type: 'dense',
        sharedWeights: 'twins',
        params: { units: 3, activation: 'softmax' },
      },
    ]),
    {
      stage: body([
        port,
        { id: 'conv', type: 'conv2d', params: { filters: 4, kernelSize: 3, activation: 'relu' } },
        { id: 'flat', type: 'flatten' },
        { id: 'aux', type: 'dense', params: { units: 2 } },
        { ...out, from: ['conv'] },
      ]),
    },
  ),
  training: {
    dataset: { kind: 'npz' },
    loss: 'categoricalCrossentropy',
    losses: {
      'stage/aux': { loss: 'meanSquaredError', weight: 0.3, trainingOnly: true },
      early: { loss: 'categoricalCrossentropy', trainingOnly: true },
    },
    optimizer: { kind: 'sgd', learningRate: 0.1 },
    epochs: 1,
    batchSize: 4,
    seed: 1,
  },
}

/** Uses of one block that no single function can serve, and names that a block around hides. */
const unlike = drawing(
  'unlike uses',
  body(
    [
      image,
      { id: 'one', type: 'block', block: 'conv', params: { border: 'same', act: 'relu' } },
      {
        id: 'two',
        type: 'block',
        block: 'conv',
        repeat: 2,
        params: { border: 1, act: 'hardSigmoid' },
      },
      { id: 'three', type: 'block', block: 'outer', params: { filters: 5 } },
      { id: 'four', type: 'conv2d', sharedWeights: '/far', params: { filters: 2, kernelSize: 1 } },
      {
        id: 'five',
        type: 'conv2d',
        sharedWeights: '/far',
        params: { filters: 2, kernelSize: 1 },
        from: ['three'],
      },
      { id: 'six', type: 'block', block: 'far', from: ['three'] },
      { id: 'join', type: 'concatenate', from: ['four', 'five', 'six'] },
    ],
    { filters: 4 },
  ),
  {
    conv: body(
      [
        port,
        {
          id: 'c',
          type: 'conv2d',
          params: { filters: '=filters', kernelSize: 3, padding: '=border', activation: '=act' },
        },
        out,
      ],
      { border: 0, act: 'linear' },
    ),
    outer: body(
      [
        port,
        { id: 'c', type: 'conv2d', params: { filters: '=filters', kernelSize: 1 } },
        { id: 'inner', type: 'block', block: 'inner' },
        out,
      ],
      { filters: 3 },
    ),
    inner: body([
      port,
      { id: 'c', type: 'conv2d', params: { filters: '=filters', kernelSize: 1 } },
      out,
    ]),
    far: body([
      port,
      { id: 'c', type: 'conv2d', sharedWeights: '/far', params: { filters: 2, kernelSize: 1 } },
      out,
    ]),
  },
)

/** Parts that are never there, parts that nothing reaches, and an expression that nobody reads. */
const absent = drawing(
  'absent parts',
  body(
    [
      image,
      { id: 'never', type: 'dropout', when: '=level > 5', params: { rate: 0.5 } },
      { id: 'none', type: 'block', block: 'broken', repeat: 0 },
      {
        id: 'also',
        type: 'block',
        block: 'twoWays',
        when: '=level == 9',
        from: ['none>p', 'image>q'],
      },
      {
        id: 'pad',
        type: 'zeroPadding2d',
        params: {
          padding: [
            [1, 0],
            ['=level', 0],
          ],
        },
        from: ['also:r'],
      },
      { id: 'conv', type: 'conv2d', params: { filters: 2, kernelSize: 3 }, when: '=level' },
      { id: 'end', type: 'block', block: 'plain', when: '=level != 1' },
      { id: 'stray', type: 'dense', params: { units: 3 }, from: [] },
      { id: 'strayToo', type: 'activation' },
    ],
    { level: 1 },
  ),
  {
    broken: body([port, { id: 'c', type: 'dense', params: { units: '=nobody +' } }, out]),
    twoWays: body([
      { id: 'p', type: 'blockInput' },
      { id: 'q', type: 'blockInput' },
      { id: 'sum', type: 'add', from: ['p', 'q'] },
      { id: 'r', type: 'blockOutput', from: ['sum'] },
      { id: 's', type: 'blockOutput', from: ['p'] },
    ]),
    plain: body([port, { id: 'act', type: 'activation' }, out]),
  },
)

/** Ids that are words of the language, or that meet each other once they are identifiers. */
const names = drawing(
  'names',
  body(
    [
      { ...image, id: 'tf' },
      { id: 'class', type: 'block', block: 'class', params: { default: 3, name: 'same', own: 2 } },
      { id: 'a-b', type: 'conv2d', params: { filters: '=new', kernelSize: 1 } },
      { id: 'aB', type: 'activation', params: { activation: '=function' } },
      { id: 'a.b', type: 'activation', params: { activation: 'relu' } },
      { id: 'in', type: 'flatten' },
      { id: 'index', type: 'dense', params: { units: 4 } },
      { id: 'createModel', type: 'dense', params: { units: '=new' } },
      { id: 'shared', type: 'add', from: ['index', 'index'] },
      { id: '_', type: 'add', from: ['createModel', 'createModel'] },
      { id: '__', type: 'concatenate', from: ['shared', '_'] },
    ],
    { function: 'tanh', new: 4 },
  ),
  {
    class: body(
      [
        port,
        {
          id: 'class',
          type: 'conv2d',
          params: { filters: '=default', kernelSize: '=own', padding: '=name' },
        },
        { id: 'name', type: 'activation', params: { activation: '=function' } },
        out,
      ],
      { default: 2, name: 'valid', own: 1 },
    ),
  },
)

/** Layers with several outputs, inside blocks and at the end; a formula handed down. */
const values = drawing(
  'values',
  body([
    image,
    { id: 'wide', type: 'conv2d', params: { filters: 6, kernelSize: 1 } },
    { id: 'halves', type: 'split', params: { sections: 2 } },
    {
      id: 'coupled',
      type: 'block',
      block: 'coupling',
      repeat: 2,
      from: ['halves>left', 'halves:1>right'],
    },
    { id: 'both', type: 'concatenate', from: ['coupled:r', 'coupled:l'] },
    { id: 'gate', type: 'block', block: 'gate', params: { formula: 'tanh(x) * sigmoid(y)' } },
    {
      id: 'other',
      type: 'block',
      block: 'gate',
      params: { formula: 'tanh(x) * sigmoid(y)' },
      from: ['both'],
    },
    {
      id: 'sum',
      type: 'expression',
      params: { formula: 'x + 2 * z' },
      from: ['gate', 'both', 'other'],
    },
    { id: 'thirds', type: 'split', params: { sections: [1, 2], axis: 3 }, from: ['gate'] },
    { id: 'ends', type: 'block', block: 'ends', from: ['wide'] },
  ]),
  {
    coupling: body([
      { id: 'left', type: 'blockInput' },
      { id: 'right', type: 'blockInput' },
      { id: 'f', type: 'conv2d', params: { filters: 3, kernelSize: 1 } },
      { id: 'moved', type: 'add', from: ['left', 'f'] },
      { id: 'l', type: 'blockOutput', from: ['right'] },
      { id: 'r', type: 'blockOutput', from: ['moved'] },
    ]),
    gate: body(
      [
        port,
        { id: 'parts', type: 'split', params: { sections: 2 } },
        {
          id: 'gated',
          type: 'expression',
          params: { formula: '=formula' },
          from: ['parts:0', 'parts:1'],
        },
        out,
      ],
      { formula: 'x' },
    ),
    ends: body([
      port,
      { id: 'parts', type: 'split', params: { sections: 3 } },
      { id: 'last', type: 'blockOutput', from: ['parts:2'] },
      { id: 'first', type: 'blockOutput', from: ['parts:0'] },
      { id: 'middle', type: 'blockOutput', from: ['parts:1'] },
    ]),
  },
)

/** A formula handed down that differs from use to use. */
const formulas: NetworkDocument = {
  ...values,
  name: 'formulas',
  nodes: values.nodes.map(node =>
    node.id === 'other' ? { ...node, params: { formula: 'gelu(x) - y' } } : node,
  ),
}

export const drawings: readonly NetworkDocument[] = [
  blocks,
  shared,
  helped,
  unlike,
  absent,
  names,
  values,
  formulas,
]
