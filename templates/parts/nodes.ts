// Short ways to write what most templates have: layers, uses of blocks, and wires along paths.
import type {
  Block,
  DocumentEdge,
  DocumentNode,
  Json,
  NetworkDocument,
  RawParams,
  Training,
} from '../../shared/document/types.ts'

type Numeric = number | string

/** A layer; `more` is what a node says beside its arguments. */
export function layer(
  id: string,
  type: string,
  params?: RawParams,
  more: Pick<DocumentNode, 'when' | 'sharedWeights' | 'name'> = {},
): DocumentNode {
  return { id, type, ...(params && { params }), ...more }
}

export function image(...shape: readonly Numeric[]): DocumentNode {
  return layer('image', 'input', { shape: [...shape] })
}

export function conv(
  id: string,
  filters: Numeric,
  kernelSize: Json,
  params: RawParams = {},
  when?: string,
): DocumentNode {
  return layer(id, 'conv2d', { filters, kernelSize, ...params }, conditional(when))
}

export function norm(id: string, when?: string): DocumentNode {
  return layer(id, 'batchNormalization', undefined, conditional(when))
}

export function act(id: string, activation = 'relu', when?: string): DocumentNode {
  return layer(id, 'activation', { activation }, conditional(when))
}

export function dense(id: string, units: Numeric, activation = 'relu'): DocumentNode {
  return layer(id, 'dense', { units, activation })
}

/** The last layer of a classifier. */
export const scores = dense('scores', '=classes', 'softmax')

export function maxPool(id: string, poolSize: number, params: RawParams = {}): DocumentNode {
  return layer(id, 'maxPooling2d', { poolSize, ...params })
}

export function averagePool(id: string, poolSize: number, params: RawParams = {}): DocumentNode {
  return layer(id, 'averagePooling2d', { poolSize, ...params })
}

export function globalAverage(id = 'pool'): DocumentNode {
  return layer(id, 'globalAveragePooling2d')
}

export function dropout(id: string, rate: Numeric = '=dropRate'): DocumentNode {
  return layer(id, 'dropout', { rate })
}

/** A use of a block. */
export function use(
  id: string,
  block: string,
  params?: RawParams,
  more: Pick<DocumentNode, 'when' | 'repeat'> = {},
): DocumentNode {
  return { id, type: 'block', block, ...(params && { params }), ...more }
}

function conditional(when: string | undefined): { when?: string } {
  return when === undefined ? {} : { when }
}

/** Wires along paths: `a b c` leads from a to b and from b to c, `a:skip b` from a's port skip. */
export function wires(...paths: readonly string[]): DocumentEdge[] {
  return paths.flatMap(path => {
    const steps = path.split(' ')
    return steps.slice(1).map((to, index) => wire(steps[index] ?? '', to))
  })
}

function wire(from: string, to: string): DocumentEdge {
  const [source = '', sourceHandle] = from.split(':')
  const [target = '', targetHandle] = to.split(':')
  return {
    source,
    target,
    ...(sourceHandle !== undefined && { sourceHandle }),
    ...(targetHandle !== undefined && { targetHandle }),
  }
}

type Body = Pick<Block, 'nodes' | 'edges'>

/** Nodes one after another. */
export function row(...nodes: readonly DocumentNode[]): Body {
  return { nodes, edges: wires(nodes.map(node => node.id).join(' ')) }
}

/** Nodes with wires along paths. */
export function graph(nodes: readonly DocumentNode[], ...paths: readonly string[]): Body {
  return { nodes, edges: wires(...paths) }
}

const into: DocumentNode = { id: 'in', type: 'blockInput' }
const out: DocumentNode = { id: 'out', type: 'blockOutput' }

/** A block whose nodes stand one after another between its ports. */
export function rowBlock(parameters: RawParams, ...nodes: readonly DocumentNode[]): Block {
  return withParameters(parameters, row(into, ...nodes, out))
}

/** A block with the ports `in` and `out`, and wires along paths. */
export function block(
  parameters: RawParams,
  nodes: readonly DocumentNode[],
  ...paths: readonly string[]
): Block {
  return withParameters(parameters, graph([into, ...nodes, out], ...paths))
}

function withParameters(parameters: RawParams, body: Body): Block {
  return Object.keys(parameters).length === 0 ? body : { parameters, ...body }
}

interface Parts {
  readonly parameters: RawParams
  readonly blocks?: Readonly<Record<string, Block>>
  readonly training?: Partial<Training>
}

/** A document. Its data is a file of pictures to be named; its loss, cross entropy of classes. */
export function network(name: string, body: Body, { training, ...parts }: Parts): NetworkDocument {
  return {
    format: 'layerloom',
    version: 1,
    name,
    ...parts,
    ...body,
    training: {
      dataset: { kind: 'npz', path: 'pictures-224.npz' },
      loss: 'categoricalCrossentropy',
      optimizer: { kind: 'momentum', learningRate: 0.01, momentum: 0.9 },
      epochs: 90,
      batchSize: 128,
      seed: 1,
      ...training,
    },
  }
}

/** The file that templates for 32×32 pictures ask for. */
export const cifar = { kind: 'npz', path: 'cifar10.npz' } as const

/** Momentum as ResNets and what follows them are trained. */
export const residualOptimizer = {
  kind: 'momentum',
  learningRate: 0.1,
  momentum: 0.9,
  weightDecay: 0.0001,
} as const
