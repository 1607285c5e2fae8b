// The saved format of a network (DESIGN 2). Everything here is plain JSON and read-only:
// an edit makes a new document that shares what did not change.
import type { DatasetSpec } from './dataset-spec.ts'

/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject
export interface JsonObject {
  readonly [key: string]: Json
}

/** Arguments of a node as written: literals, lists, or expressions such as `"=4*growth"`. */
export type RawParams = Readonly<Record<string, Json>>

export interface Position {
  readonly x: number
  readonly y: number
}

/** One node of a drawing: a layer, or a use of a block. */
export interface DocumentNode {
  readonly id: string
  /** A layer type (`conv2d`), or `block`, `blockInput`, `blockOutput`. */
  readonly type: string
  readonly params?: RawParams
  /** Shown instead of the id. */
  readonly name?: string
  readonly position?: Position
  /** The block that a node of type `block` uses. */
  readonly block?: string
  /** How often a block stands in a row: a whole number or an expression. */
  readonly repeat?: number | string
  /** An expression; the node exists only where it is true, else its input passes through. */
  readonly when?: string
  /** Nodes with the same name share their weights. */
  readonly sharedWeights?: string
  /** Codes of warnings and hints that do not count here, each with the reason. */
  readonly silenced?: Readonly<Record<string, string>>
}

/** A wire. Handles may be left out where a node has one port on that side. */
export interface DocumentEdge {
  readonly source: string
  readonly target: string
  readonly sourceHandle?: string
  readonly targetHandle?: string
}

/** Nodes and wires with named parameters: the body of a document and of each of its blocks. */
export interface Block {
  readonly parameters?: Readonly<Record<string, Json>>
  readonly nodes: readonly DocumentNode[]
  readonly edges: readonly DocumentEdge[]
}

export const losses = [
  'categoricalCrossentropy',
  'sparseCategoricalCrossentropy',
  'binaryCrossentropy',
  'meanSquaredError',
  'meanAbsoluteError',
] as const
export type Loss = (typeof losses)[number]

export const optimizerKinds = ['sgd', 'momentum', 'adam'] as const
export type OptimizerKind = (typeof optimizerKinds)[number]

/** Keras's names and defaults: momentum 0 (0.9 for kind `momentum`), beta1 0.9, beta2 0.999, epsilon 1e-7. */
export interface Optimizer {
  readonly kind: OptimizerKind
  readonly learningRate: number
  readonly momentum?: number
  readonly nesterov?: boolean
  readonly beta1?: number
  readonly beta2?: number
  readonly epsilon?: number
  /** L2: adds `weightDecay × w` to the gradient of every kernel (not of biases or normalisation). */
  readonly weightDecay?: number
}

export const precisions = ['float32', 'mixedBfloat16'] as const
export type Precision = (typeof precisions)[number]

/** How one output learns. */
export interface OutputLoss {
  readonly loss: Loss
  /** What its loss counts in the total; absent: 1. */
  readonly weight?: number
  /** Helps the layers before it to learn and is left out of everything that only predicts. */
  readonly trainingOnly?: boolean
  /** Learns the answers of this output where the data has none of its own. */
  readonly answersOf?: string
}

export interface Training {
  readonly dataset: DatasetSpec
  readonly loss: Loss
  /** By the id of an output. */
  readonly losses?: Readonly<Record<string, OutputLoss>>
  readonly optimizer: Optimizer
  readonly epochs: number
  readonly batchSize: number
  readonly seed: number
  readonly precision?: Precision
  /** Of cross-entropies: labels y become y·(1 − s) + s ÷ classes, or + s ÷ 2 of yes and no; 0 ≤ s < 1. */
  readonly labelSmoothing?: number
  /** Centre and scale the inputs per channel by the training part's mean and standard deviation. */
  readonly standardize?: boolean
  readonly threads?: number
}

/** A network file, `NAME.loom.json`. */
export interface NetworkDocument extends Block {
  readonly format: 'layerloom'
  readonly version: number
  readonly name: string
  readonly blocks?: Readonly<Record<string, Block>>
  readonly training?: Training
}
