import type { RawParams } from '../document/types.ts'
import type { Argument, Call } from '../emit/call.ts'
import type { TorchForm, TorchPlace } from '../emit/torch-call.ts'
import type { Graph, Value } from './graph.ts'
import type { Initializer } from './initializers.ts'
import type { Schema, Values } from './parameters.ts'
import type { Constraint, Regularizer } from './weight-rules.ts'

/** Sizes of one example's tensor: channels last, no batch axis. */
export type Shape = readonly number[]

export const groups = [
  'input',
  'convolution',
  'pooling',
  'dense',
  'normalization',
  'activation',
  'shape',
  'merge',
  'reduce',
  'attention',
  'recurrent',
  'regularization',
  'preprocessing',
  'custom',
] as const
export type Group = (typeof groups)[number]

/** No inputs, exactly one, any number in file order, or one per named handle. */
export type Ports = 'none' | 'one' | 'many' | readonly string[]

export type PerPort<I extends Ports, T> = I extends 'none'
  ? readonly []
  : I extends 'one'
    ? readonly [T]
    : I extends 'many'
      ? readonly [T, ...T[]]
      : { readonly [K in keyof I]: T }

export interface Weight {
  readonly shape: Shape
  readonly initializer: Initializer
  /** False for moving statistics. */
  readonly trainable?: boolean
  /** True where weight decay applies: kernels, not biases, scales or shifts. */
  readonly decay?: boolean
  /** What it adds to the loss while it is trained. */
  readonly regularizer?: Regularizer
  /** What it is made to be after every step. */
  readonly constraint?: Constraint
  /** How its parameters begin: `kernel` for `kernelInitializer`. */
  readonly stem?: string
}

/** How far one output value reaches back along a spatial axis, and how far its neighbour is. */
export interface Reach {
  /** Number of input positions from the first to the last that are read. */
  readonly size: number
  /** Input positions between two neighbouring outputs; 1/2 for an up-sampling by two. */
  readonly stride: number
  /** Zeros put before the first position; left out: not known. */
  readonly before?: number
}

/** What stays in memory from the forward until the backward pass. */
export interface Kept {
  readonly input?: boolean
  readonly output?: boolean
  /** Further numbers for one example: masks, padded copies. */
  readonly extra?: number
  /** Numbers for one example that live only while the gradient is computed. */
  readonly passing?: number
}

/** A change that would mend a problem, applied to the node that has it. */
export type Repair =
  | { readonly kind: 'setParams'; readonly params: RawParams }
  | {
      readonly kind: 'insertBefore'
      readonly type: string
      readonly params?: RawParams
      /** Which input of a merge, counted from 0 in file order; left out: the first. */
      readonly input?: number
    }
  | { readonly kind: 'insertAfter'; readonly type: string; readonly params?: RawParams }
  | { readonly kind: 'remove' }
  /** Which layer that is, the analysis knows; it names it in the label. */
  | { readonly kind: 'removeSource' }
  /** Changes what a node says beside its arguments: the block it uses, how often, when. */
  | { readonly kind: 'setNode'; readonly fields: NodeFields }

export interface NodeFields {
  readonly block?: string
  readonly repeat?: number | string
  readonly when?: string
  /** Undefined: nothing is silenced any more. */
  readonly silenced?: Readonly<Record<string, string>> | undefined
}

export interface Mend {
  /** Verb and object: "Use a 5×5 kernel". */
  readonly label: string
  readonly repair: Repair
}

/** What is wrong with the numbers in a layer, said for a person, and what would mend it. */
export class LayerError extends Error {
  readonly code: string
  readonly mends: readonly Mend[]
  constructor(code: string, message: string, mends: readonly Mend[] = []) {
    super(message)
    this.name = 'LayerError'
    this.code = code
    this.mends = mends
  }
}

/** A remark on a layer that works: pixels never read, a wasted bias. */
export interface Remark {
  readonly code: string
  readonly severity: 'warning' | 'hint'
  readonly message: string
  readonly mends?: readonly Mend[]
}

/** Everything about one layer type. A layer is this object and a line in `index.ts`. */
export interface LayerDeclaration<S extends Schema = Schema, I extends Ports = Ports> {
  readonly type: string
  readonly label: string
  readonly group: Group
  /** One or two sentences with the formula and its source. */
  readonly help: string
  readonly inputs: I
  /** Handles that may stay without a wire: such an input reads what the input named here reads. */
  readonly unwired?: Readonly<Record<string, string>>
  /** True where it reads whole numbers, which bfloat16 cannot hold beyond 256. */
  readonly readsNumbers?: true
  readonly params: S
  /** Arguments that a new node from the palette starts with; written into the document. */
  readonly starts?: { readonly [K in keyof S]?: RawParams[string] }
  /** True where the output is the input seen in another shape, without memory of its own. */
  readonly view?: boolean
  /** How many outputs it has, with handles `0`, `1` …; left out: one, without a handle. */
  readonly outputs?: (p: Values<S>) => number
  /** The shape of the output, or a list of shapes where the layer has several. Throws `LayerError`. */
  readonly shape: (p: Values<S>, inputs: PerPort<I, Shape>) => Shape | readonly Shape[]
  readonly weights?: (p: Values<S>, inputs: PerPort<I, Shape>) => Readonly<Record<string, Weight>>
  /** Multiply-accumulates for one example: convolution, dense and attention products only. */
  readonly macs?: (p: Values<S>, inputs: PerPort<I, Shape>, output: Shape) => number
  /** Further operations for one example, beside 2·macs; left out: one per output number, none where there are macs. */
  readonly flops?: (p: Values<S>, inputs: PerPort<I, Shape>, output: Shape) => number
  /** What the gradient reads again; left out: the input where there are macs, else input and output. */
  readonly keeps?: (p: Values<S>, inputs: PerPort<I, Shape>, output: Shape) => Kept
  /** Per spatial axis; null when an output sees the whole input. Left out: position by position. */
  readonly reach?: (p: Values<S>, input: Shape) => readonly Reach[] | null
  readonly remarks?: (p: Values<S>, inputs: PerPort<I, Shape>) => readonly Remark[]
  /** The card's second line after the type: `16 · 5×5 valid · relu`. */
  readonly summary?: (p: Values<S>) => string
  /** The arithmetic with its own numbers, one row per quantity. */
  readonly explain?: (
    p: Values<S>,
    inputs: PerPort<I, Shape>,
    output: Shape | null,
  ) => readonly Explanation[]
  /** True where, in training, what becomes of an example depends on the others of its batch. */
  readonly mixesExamples?: (p: Values<S>) => boolean
  /** True where it is max(0, x). */
  readonly rectifies?: (p: Values<S>) => boolean
  /** True where its weights `mean` and `variance` are taken from the training data before a run starts. */
  readonly adapts?: (p: Values<S>) => boolean
  readonly lower: (
    g: Graph,
    p: Values<S>,
    inputs: PerPort<I, Value>,
    shapes: { readonly inputs: PerPort<I, Shape>; readonly output: Shape },
  ) => Value | readonly Value[]
  /**
   * In training, a layer of one input and one output that mixes examples: the parts of a batch that are computed
   * side by side, together. Left out: a batch is not cut where `mixesExamples`.
   */
  readonly lowerLanes?: (
    g: Graph,
    p: Values<S>,
    lanes: readonly Value[],
    place: { readonly channels: number; readonly rectified: boolean },
  ) => readonly Value[]
  /**
   * The call in tfjs. `p` is resolved, `args` is what the file writes (defaults left out except
   * where a parameter is `required`, expressions as code). Left out: the type's own name with
   * `args`. Several calls are a chain. A call from `own` is a class that tfjs lacks or has with
   * other mathematics; it takes the same name and the same arguments as the document.
   */
  readonly tfjs?: (
    p: Values<S>,
    args: Readonly<Record<string, Argument>>,
    shapes: { readonly inputs: readonly Shape[]; readonly output: Shape },
  ) => Call | readonly Call[]
  /**
   * The call in Keras 3, like `tfjs`: names of classes (`Conv2D`), arguments in camelCase (the printer
   * writes snake_case). Left out: the type's name in PascalCase with `args`.
   */
  readonly keras?: (
    p: Values<S>,
    args: Readonly<Record<string, Argument>>,
    shapes: { readonly inputs: readonly Shape[]; readonly output: Shape },
  ) => Call | readonly Call[]
  /**
   * What it is in PyTorch: `p` is resolved, `w` holds every argument as the file writes it, expressions as
   * code. Left out: PyTorch has no such layer and the exported file writes none for it.
   */
  readonly pytorch?: (
    p: Values<S>,
    w: Readonly<Record<string, Argument>>,
    place: TorchPlace,
  ) => TorchForm
}

/** One line of the inspector's Explain table. */
export interface Explanation {
  readonly quantity: string
  readonly formula: string
  readonly result: string
}

/** A declaration whose parameter types are forgotten, as the registry holds it. */
export type AnyLayer = LayerDeclaration<Schema, Ports>

export function defineLayer<const S extends Schema, const I extends Ports>(
  declaration: LayerDeclaration<S, I>,
): LayerDeclaration<S, I> {
  return declaration
}
