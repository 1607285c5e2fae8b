// What a training run tells while it goes on: the records of `events.jsonl`, of the page's stream and,
// with `--json`, of the command line.
import type { DatasetSpec } from '../document/dataset-spec.ts'
import type { Loss, Optimizer, Precision } from '../document/types.ts'

/** The settings that a run really uses: document, then command line, then defaults. */
export interface RunSettings {
  readonly dataset: DatasetSpec
  readonly loss: Loss
  readonly optimizer: Optimizer
  readonly epochs: number
  readonly batchSize: number
  readonly seed: number
  readonly precision: Precision
  /** Absent: labels stay as they are. */
  readonly labelSmoothing?: number
  /** Of TensorFlow's pool. Another number gives other last bits, so a resumed run keeps it. */
  readonly threads: number
}

/** Sums over examples divided by their number. Null: not finite. */
export interface OutputMetrics {
  readonly loss: number | null
  /** Share of right answers; absent in regression. */
  readonly accuracy?: number | null
}

/** By output id, in a network with several. Losses are each output's own, without its weight. */
export type MetricsByOutput = Readonly<Record<string, OutputMetrics>>

/** The loss of several outputs is the sum of theirs by their weights; right answers are counted for each. */
export interface Metrics extends OutputMetrics {
  readonly outputs?: MetricsByOutput
}

/** An epoch or step with its metrics, for `best` and `last`. */
export interface RunPoint {
  /** Finished epochs. */
  readonly epoch: number
  /** Finished steps of the whole run. */
  readonly step: number
  readonly loss: number | null
  readonly accuracy?: number | null
  readonly valLoss?: number | null
  readonly valAccuracy?: number | null
}

/** Said while data is read or made and the network is compiled, before the first step. */
export interface PreparingEvent {
  readonly event: 'preparing'
  readonly step: number
  readonly what: string
  readonly done?: number
  readonly total?: number
}

export interface StartEvent {
  readonly event: 'start'
  /** Finished steps: 0, or where a resumed run continues. Points after it are told anew. */
  readonly step: number
  readonly resumed: boolean
  readonly name: string
  readonly settings: RunSettings
  readonly epochs: number
  readonly stepsPerEpoch: number
  readonly totalSteps: number
  readonly examples: {
    readonly training: number
    readonly validation: number
    readonly test: number
  }
  readonly classNames: readonly string[]
  readonly parameters: number
  readonly trainable: number
  /** The trainer's process. */
  readonly pid: number
}

/** At most ten a second, fewer in long runs. Loss and accuracy are of the steps since the last one. */
export interface ProgressEvent extends Metrics {
  readonly event: 'progress'
  /** Finished steps of the whole run. */
  readonly step: number
  readonly totalSteps: number
  /** The epoch that is running, from 1, and its finished steps. */
  readonly epoch: number
  readonly epochStep: number
  readonly stepsPerEpoch: number
  /** Of the epoch so far. */
  readonly epochLoss: number | null
  readonly epochAccuracy?: number | null
  readonly epochOutputs?: MetricsByOutput
  readonly examplesPerSecond: number
  /** Estimate for the rest of the run. */
  readonly secondsLeft: number | null
}

export interface EpochEvent extends Metrics {
  readonly event: 'epoch'
  readonly step: number
  /** From 1. */
  readonly epoch: number
  /** Absent without validation examples. */
  readonly valLoss?: number | null
  readonly valAccuracy?: number | null
  readonly valOutputs?: MetricsByOutput
  /** Training examples by the time of the training steps. */
  readonly examplesPerSecond: number
  /** Of the epoch, validation included. */
  readonly seconds: number
}

export interface CheckpointEvent {
  readonly event: 'checkpoint'
  readonly step: number
  readonly epoch: number
  /** Name of the folder in `checkpoints/`. */
  readonly folder: string
}

/** The run goes on. */
export interface WarningEvent {
  readonly event: 'warning'
  readonly step: number
  readonly code: string
  readonly message: string
}

/** The run does not go on; an `end` follows. */
export interface ErrorEvent {
  readonly event: 'error'
  readonly step: number
  readonly code: string
  readonly message: string
  /** The layer that is at fault, where it is known. */
  readonly layer?: string
}

export type EndReason = 'finished' | 'stopped' | 'failed'

export interface EndEvent {
  readonly event: 'end'
  readonly step: number
  readonly reason: EndReason
  /** Why, where it failed. */
  readonly message?: string
  /** The epoch with the highest validation accuracy, or the lowest validation loss in regression. */
  readonly best: RunPoint | null
  readonly last: RunPoint | null
  /** Of work in all sessions of the run. */
  readonly seconds: number
}

export type RunEvent =
  | PreparingEvent
  | StartEvent
  | ProgressEvent
  | EpochEvent
  | CheckpointEvent
  | WarningEvent
  | ErrorEvent
  | EndEvent

/** `sequence` counts from 1 without gaps; `time` is in milliseconds since 1970. */
export type RunRecord = RunEvent & { readonly sequence: number; readonly time: number }

/** Rows are the right classes, columns the network's answers. */
export interface Confusion {
  readonly classNames: readonly string[]
  readonly matrix: readonly (readonly number[])[]
}

export interface ConfusionMatrix extends Confusion {
  readonly part: 'validation' | 'test' | 'training'
  /** By output id, in a network with several; the one above is then the first of them. */
  readonly outputs?: Readonly<Record<string, Confusion>>
}
