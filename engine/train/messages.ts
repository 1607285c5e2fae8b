// What the engine and its trainers say to each other. A trainer is the only process that calls TensorFlow.
import type { DatasetSpec } from '../../shared/document/dataset-spec.ts'
import type { NetworkDocument } from '../../shared/document/types.ts'
import type { ConfusionMatrix, RunEvent, RunSettings } from '../../shared/runs/events.ts'
import type { CheckpointState } from './checkpoint.ts'
import type { Fault } from './run-error.ts'
import type { RunScaling } from './run-folder.ts'
import type { EvaluatedPart, Evaluation, NamedArrays, PicturePrediction } from './run-types.ts'

export interface RestorePoint {
  readonly prefix: string
  readonly state: CheckpointState
}

export interface TrainJob {
  readonly folder: string
  readonly document: NetworkDocument
  /** With absolute data paths. */
  readonly settings: RunSettings
  readonly networkHash: string
  readonly lanes: number
  readonly restore: RestorePoint | null
  /** Null where any data will do: in a new run, or when a change was accepted. */
  readonly expectedFingerprint: string | null
  /** Of the run; null in a new one, where the trainer computes it. */
  readonly scaling: RunScaling | null
}

/** A network with weights, to be asked questions. */
export interface OpenJob {
  readonly document: NetworkDocument
  readonly settings: Pick<RunSettings, 'loss' | 'seed' | 'precision' | 'batchSize'>
  readonly lanes: number
  readonly restore: RestorePoint | null
  readonly scaling: RunScaling | null
  readonly classNames: readonly string[]
}

/** Questions with their answers. */
export interface Questions {
  open: { readonly job: OpenJob }
  evaluate: { readonly spec: DatasetSpec; readonly part: EvaluatedPart | null }
  confusion: { readonly spec: DatasetSpec; readonly part: EvaluatedPart | null }
  predict: { readonly inputs: NamedArrays }
  predictImage: { readonly file: string }
  /** Raw float32 numbers of the named weights, one after another, into a file. */
  writeWeights: { readonly file: string; readonly names: readonly string[] }
  /** The other way round: the named weights take the numbers of the file. */
  fillWeights: { readonly file: string; readonly names: readonly string[] }
  /** A TensorFlow checkpoint of the weights alone. */
  saveCheckpoint: { readonly prefix: string }
}

export interface Answers {
  open: null
  evaluate: Evaluation
  confusion: ConfusionMatrix
  predict: NamedArrays
  predictImage: PicturePrediction
  writeWeights: null
  fillWeights: null
  saveCheckpoint: null
}

export type Question = keyof Questions

export type ToTrainer =
  | { readonly type: 'train'; readonly job: TrainJob }
  | { readonly type: 'stop' }
  | {
      readonly type: 'ask'
      readonly id: number
      readonly question: Question
      readonly input: Questions[Question]
    }

export interface Failure {
  readonly fault: Fault
  readonly code: string
  readonly message: string
  readonly stack: string
  readonly layer?: string
}

/** What a new run learns about its data, for `run.json`. */
export interface DataFacts {
  readonly dataFingerprint: string
  readonly classNames: readonly string[]
  readonly scaling: RunScaling | null
}

export type FromTrainer =
  | { readonly type: 'event'; readonly event: RunEvent }
  | { readonly type: 'facts'; readonly facts: DataFacts }
  | { readonly type: 'confusion'; readonly matrix: ConfusionMatrix }
  | { readonly type: 'failed'; readonly failure: Failure }
  | { readonly type: 'answer'; readonly id: number; readonly value: Answers[Question] }
  | { readonly type: 'refusal'; readonly id: number; readonly failure: Failure }
