// What a session offers; session.ts makes one with TensorFlow behind it.
import type { Shape } from '../../shared/layers/define.ts'

/** By input id: `count` examples one after another. A longer array is read from its start. */
export type Inputs = Readonly<Record<string, Float32Array>>

/** By output id: class numbers, or values of the output's shape. */
export type Labels = Readonly<Record<string, Int32Array | Float32Array>>

export interface LabelledBatch {
  readonly inputs: Inputs
  readonly labels: Labels
  readonly count: number
}

export type InputBatch = Omit<LabelledBatch, 'labels'>

export interface TrainingBatch extends LabelledBatch {
  /** Steps done before this one, from 0: the source of dropout's randomness and Adam's powers. */
  readonly step: number
  readonly learningRate: number
}

/** Of one output among several. */
export interface OutputResult {
  readonly loss: number
  /** Null in regression. */
  readonly correct: number | null
}

export interface BatchResult {
  /** Mean over the batch's examples, of several outputs the weighted sum: over an epoch, weigh it by `count`. */
  readonly loss: number
  /** Examples whose answer is right; null in regression and where several outputs answer. */
  readonly correct: number | null
  /** By output id where there are several: their own losses, without their weights. */
  readonly outputs?: Readonly<Record<string, OutputResult>>
}

export interface Evaluation extends BatchResult {
  /** By output id, where answers are right or wrong: the class of each example. */
  readonly predicted: Readonly<Record<string, Int32Array>>
}

export interface Prediction {
  /** With the batch first. */
  readonly shape: Shape
  readonly values: Float32Array
}

/** The weights alone (exports, imports), or by default with the optimizer's state. */
export interface CheckpointOptions {
  readonly weightsOnly?: boolean
}

/** A network that lives in TensorFlow. Every call blocks the thread until TensorFlow is done. */
export interface Session {
  /** Gives every variable its first value, from the seed alone. */
  init(): void
  train(batch: TrainingBatch): BatchResult
  evaluate(batch: LabelledBatch): Evaluation
  /** Gives the layers of `Compilation.adapted` mean and variance of what reaches them of this data. */
  adapt(batches: () => Iterable<InputBatch>): void
  /** By output id. */
  predict(inputs: Inputs, count: number): Readonly<Record<string, Prediction>>
  /** Writes a TensorFlow checkpoint: `PREFIX.index` and `PREFIX.data-00000-of-00001`. */
  save(prefix: string, options?: CheckpointOptions): void
  restore(prefix: string, options?: CheckpointOptions): void
  /** `path id/weight` → values, optimizer slots left out. */
  readWeights(): ReadonlyMap<string, Float32Array>
  /** Sets every weight; a missing or wrongly sized one is refused. */
  writeWeights(weights: ReadonlyMap<string, Float32Array>): void
  /** Frees TensorFlow's session. */
  close(): void
}

/** A failure inside TensorFlow, said for a person. */
export class SessionError extends Error {
  readonly code: 'out-of-memory' | 'not-a-checkpoint' | 'wrong-data' | 'tensorflow'
  readonly layer: string | null
  /** TensorFlow's own words. */
  readonly detail: string
  constructor(code: SessionError['code'], message: string, layer: string | null, detail: string) {
    super(message)
    this.name = 'SessionError'
    this.code = code
    this.layer = layer
    this.detail = detail
  }
}
