// The public face of engine/train: what the command line and the engine's handlers build on.
import type { DatasetSpec } from '../../shared/document/dataset-spec.ts'
import type { NetworkDocument, OptimizerKind, Precision } from '../../shared/document/types.ts'
import type {
  ConfusionMatrix,
  EndReason,
  Metrics,
  RunPoint,
  RunRecord,
} from '../../shared/runs/events.ts'
import type { RunError } from './run-error.ts'
import type { RunScaling } from './run-folder.ts'

/** Settings that win over the document's; they are written into the run's copy of it. */
export interface RunOverrides {
  readonly dataset?: DatasetSpec
  readonly epochs?: number
  readonly batchSize?: number
  readonly optimizer?: OptimizerKind
  readonly learningRate?: number
  readonly seed?: number
  readonly precision?: Precision
  readonly labelSmoothing?: number
  readonly threads?: number
}

export interface StartOptions {
  readonly document: NetworkDocument
  /** The run folder; made if it is not there. */
  readonly folder: string
  /** Relative data paths of the document resolve against it. */
  readonly baseFolder: string
  /** Relative data paths of `overrides` resolve against it; `baseFolder` where left out. */
  readonly callerFolder?: string
  readonly overrides?: RunOverrides
  /** Continue the run in the folder bit for bit. `document` may then be left as it was. */
  readonly resume?: boolean
  /** Replace what is in the folder. */
  readonly force?: boolean
}

export interface ResumeOptions {
  readonly folder: string
  /** More epochs than before may be asked for; everything else is the run's own. */
  readonly epochs?: number
  /** Where the data lies now; its contents and options must be those of the run. */
  readonly dataset?: DatasetSpec
  /** Go on although the data is not what it was. */
  readonly acceptChangedData?: boolean
}

export interface RunResult {
  readonly reason: EndReason
  readonly best: RunPoint | null
  readonly last: RunPoint | null
  readonly seconds: number
  /** With reason `failed`. */
  readonly error?: RunError
}

export interface RunHandle {
  readonly folder: string
  readonly trainerPid: number
  /** In milliseconds since 1970: older records are of earlier sessions. */
  readonly started: number
  /** Every record so far, then every further one. Returns how to stop listening. */
  onRecord(listener: (record: RunRecord) => void, after?: number): () => void
  /** Ends after the step that is running, with a checkpoint. Resolves when the run has ended. */
  stop(): Promise<RunResult>
  /** Ends at once; work since the last checkpoint is lost. */
  kill(): void
  /** Never rejects. */
  readonly done: Promise<RunResult>
}

/** One array with the sizes of all its axes, batch first. */
export interface NumericArray {
  readonly shape: readonly number[]
  readonly values: Float32Array
}

/** Keyed by the id of the input or output node. */
export type NamedArrays = Readonly<Record<string, NumericArray>>

export interface Evaluation extends Metrics {
  readonly examples: number
}

/** What was done to a picture before the network read it. */
export interface PictureChange {
  /** Height and width. */
  readonly from: readonly [number, number]
  readonly to: readonly [number, number]
  /** Its colours were lost. */
  readonly isGreyed: boolean
}

export interface PicturePrediction {
  readonly outputs: NamedArrays
  readonly change: PictureChange
}

/** A trainer process that answers questions about a network with weights. */
export interface NetworkSession {
  readonly inputs: Readonly<Record<string, readonly number[]>>
  readonly outputs: readonly string[]
  readonly classNames: readonly string[]
  evaluate(spec: DatasetSpec, baseFolder: string, part?: EvaluatedPart): Promise<Evaluation>
  confusion(spec: DatasetSpec, baseFolder: string, part?: EvaluatedPart): Promise<ConfusionMatrix>
  predict(inputs: NamedArrays): Promise<NamedArrays>
  /** A picture, resized and greyed to the network's only input, values 0 … 1. */
  predictImage(file: string): Promise<PicturePrediction>
  readonly document: NetworkDocument
  /** Constants at the head of the graph, null where values go in as they come. */
  readonly scaling: RunScaling | null
  /** Float32 numbers of the named weights (`path id/weight`), one after another, little endian. */
  writeWeights(file: string, names: readonly string[]): Promise<void>
  /** Reads what `writeWeights` has written into the named weights. */
  fillWeights(file: string, names: readonly string[]): Promise<void>
  /** A TensorFlow checkpoint of the weights: `PREFIX.index` and `PREFIX.data-00000-of-00001`. */
  saveCheckpoint(prefix: string): Promise<void>
  close(): Promise<void>
}

/** `test` where the data has one, else `validation`, else `training`, unless chosen. */
export type EvaluatedPart = 'training' | 'validation' | 'test'
