// The public types of the compiler: what goes in, and what comes out as data.
import type { Loss, Training } from '../../shared/document/types.ts'
import type { Shape } from '../../shared/layers/define.ts'

/** Constants at the head of the graph: (raw − mean) ÷ deviation, per channel (the input's last axis). */
export interface Scaling {
  readonly mean: readonly number[]
  readonly deviation: readonly number[]
}

/** A document's `training` fits as it is; its learning rate and epochs are the loop's business. */
export interface CompileSettings
  extends Pick<
    Training,
    'loss' | 'losses' | 'optimizer' | 'seed' | 'precision' | 'labelSmoothing'
  > {
  /** By input id; absent: the values as they come. */
  readonly scaling?: Readonly<Record<string, Scaling>>
  /** Parts of a batch that are computed side by side; absent: 1. */
  readonly lanes?: number
  /** Adds the signature `gradients`, for tests. */
  readonly gradients?: boolean
}

export interface InferenceSettings extends Pick<CompileSettings, 'precision' | 'scaling'> {}

/** A named input or output; `shape` is one example's. */
export interface Port {
  readonly id: string
  readonly shape: Shape
  /** An input that no answer depends on: `predict` does without it. */
  readonly trainingOnly?: boolean
}

/** What the answers for one output must look like: class numbers, or values of the output's shape. */
export interface Target extends Port {
  readonly type: 'int32' | 'float32'
  readonly loss: Loss
  readonly weight: number
  readonly trainingOnly: boolean
  /** The output whose answers it learns where the data has none of its own. */
  readonly answersOf: string | null
  /** How far right answers are spread over all; 0: not at all. */
  readonly smoothing: number
  /** False in regression: nothing is right or wrong there. */
  readonly counted: boolean
}

/** A tensor that lives between steps: `stage3/2/conv1/kernel`, or a slot of the optimizer. */
export interface Variable {
  readonly name: string
  readonly shape: Shape
  readonly kind: 'weight' | 'slot'
  readonly trainable: boolean
}

/** A network as one TensorFlow graph, with everything a session must know to feed it. */
export interface Compilation {
  /** A SavedModel's `saved_model.pb`. It needs no `variables/`. */
  readonly savedModel: Uint8Array
  readonly inputs: readonly Port[]
  /** What `predict` gives. */
  readonly outputs: readonly Port[]
  /** One per output, those of training among them, in the order of the file. */
  readonly targets: readonly Target[]
  readonly variables: readonly Variable[]
  /** Path ids, by which TensorFlow's messages are traced back to layers. */
  readonly layers: readonly string[]
  /** Layers whose mean and variance are those of the training data, in the order in which they must be set. */
  readonly adapted: readonly string[]
  readonly nodeCount: number
}

/** A network for other programs: inference only, `serving_default`, restored from `variables/`. */
export interface InferenceCompilation {
  readonly savedModel: Uint8Array
  readonly inputs: readonly Port[]
  readonly outputs: readonly Port[]
  /** The keys that `variables/variables` must hold; a session's `save` with `weightsOnly` writes them. */
  readonly variables: readonly Variable[]
}

/** Said for a person: which layer, what is wrong, what to do. */
export class CompileError extends Error {
  readonly layer: string | null
  constructor(message: string, layer: string | null = null) {
    super(message)
    this.name = 'CompileError'
    this.layer = layer
  }
}
