// What the engine can be asked: runs, data, exports.
import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { losses } from '../document/types.ts'
import type { ConfusionMatrix, RunRecord } from '../runs/events.ts'
import { failures } from './failures.ts'
import { binary, count, documentJson, nothing, runId, time, workspacePath } from './values.ts'

export const engineStatus = z.object({
  version: z.string(),
  tensorflow: z.object({
    /** Null until a trainer has said it. */
    version: z.string().nullable(),
    device: z.enum(['cpu', 'gpu']).nullable(),
    /** What stands in the way of training, or null. */
    problem: z.string().nullable(),
  }),
  cores: count,
  memory: z.object({ free: count, total: count }),
  running: runId.nullable(),
  /** In the order in which they will train. */
  queued: z.array(runId),
})
export type EngineStatus = z.infer<typeof engineStatus>

/** `interrupted`: its trainer died or was killed; `stopped`: someone stopped it. Both can go on. */
export const runState = z.enum([
  'queued',
  'running',
  'finished',
  'stopped',
  'interrupted',
  'failed',
  'damaged',
])
export type RunState = z.infer<typeof runState>

export const runSummary = z.object({
  runId,
  /** The document's name. */
  name: z.string(),
  state: runState,
  /** The last sentence about it, for instance why it failed. */
  message: z.string().nullable(),
  started: time.nullable(),
  changed: time.nullable(),
  epoch: count,
  epochs: count,
  step: count,
  /** The step from which it can go on, or null. */
  resumeStep: count.nullable(),
  loss: z.number().nullable(),
  accuracy: z.number().nullable(),
  valLoss: z.number().nullable(),
  valAccuracy: z.number().nullable(),
})
export type RunSummary = z.infer<typeof runSummary>

export const runDetails = runSummary.extend({
  document: documentJson,
  classNames: z.array(z.string()),
  /** `run.json` as it is. */
  settings: z.record(z.string(), z.json()),
})
export type RunDetails = z.infer<typeof runDetails>

/** The engine wrote it or read it from its own log; only its frame is checked. */
export const runRecord = z.custom<RunRecord>(
  value => {
    const { event, sequence } = (value ?? {}) as { event?: unknown; sequence?: unknown }
    return typeof event === 'string' && Number.isSafeInteger(sequence)
  },
  { error: 'expected a numbered record' },
)

const confusionMatrix = z.custom<ConfusionMatrix>(
  value => Array.isArray((value as { matrix?: unknown } | null)?.matrix),
  { error: 'expected a confusion matrix' },
)

export const dataInspection = z.object({
  name: z.string(),
  counts: z.object({ training: count, validation: count, test: count }),
  /** Of one example: channels last, no batch axis. */
  shape: z.array(count),
  classNames: z.array(z.string()),
  /** Training examples per class; empty in regression. */
  classCounts: z.array(count),
  fingerprint: z.string(),
  /** Null where examples are no pictures of 1 or 3 channels. */
  pictures: z
    .object({
      height: count,
      width: count,
      channels: count,
      /** One class number per picture; empty in regression. */
      labels: z.array(count),
      /** Rows of pixels, picture after picture, one byte a channel. */
      pixels: binary,
    })
    .nullable(),
})
export type DataInspection = z.infer<typeof dataInspection>

const wantedPort = z.object({ id: z.string(), shape: z.array(count).readonly() })
const wantedAnswers = wantedPort.extend({ loss: z.enum(losses), isOptional: z.boolean() })

/** The network's inputs and outputs, for data that has an array for each. */
const wantedData = z.object({
  inputs: z.array(wantedPort).readonly(),
  outputs: z.array(wantedAnswers).readonly(),
})

const datasetSpec = z.object({
  kind: z.string().max(64),
  path: z.string().max(4096).exactOptional(),
  label: z.string().max(256).exactOptional(),
  test: z.string().max(4096).exactOptional(),
  validation: z.number().exactOptional(),
  seed: z.number().exactOptional(),
  count: z.number().exactOptional(),
})

/** Where the weights of an export come from: a run, or a document's seed. */
const exportSource = z.union([
  z.object({ runId }),
  z.object({ document: documentJson, documentPath: workspacePath.exactOptional() }),
])
export type ExportSource = z.infer<typeof exportSource>

const exportedFile = z.object({ name: z.string(), file: binary })
const exporting = oc
  .errors(failures('document', 'not-found', 'run-state', 'unsupported', 'tensorflow', 'data'))
  .input(exportSource)
  .output(exportedFile)

const aRun = oc.errors(failures('not-found', 'run-state', 'file')).input(z.object({ runId }))

export const engineContract = {
  status: oc.output(engineStatus),
  train: {
    /** Starts a run of a document, or queues it behind the one that trains. */
    start: oc
      .errors(failures('document', 'data', 'already-exists', 'file', 'tensorflow', 'unsupported'))
      .input(
        z.object({
          document: documentJson,
          /** Relative data paths resolve against its folder, else against the workspace. */
          documentPath: workspacePath.exactOptional(),
          /** The run's name; one is made from the document's where it is left out. */
          name: runId.exactOptional(),
        }),
      )
      .output(z.object({ runId })),
    /** Answers as soon as the stop is on its way; the event stream tells the end. */
    stop: aRun.output(z.object({ state: runState })),
    /** Goes on from the last checkpoint. */
    resume: aRun.errors(failures('data', 'document', 'tensorflow')).output(z.object({ runId })),
  },
  runs: {
    /** Newest first. */
    list: oc.errors(failures('file')).output(z.array(runSummary)),
    get: aRun.output(runDetails),
    /** The records after a number, then what happens from now on; ends when the run has ended. */
    events: oc
      .errors(failures('not-found', 'file'))
      .input(z.object({ runId, after: count }))
      .output(eventIterator(runRecord)),
    confusion: aRun
      .errors(failures('unsupported', 'data', 'tensorflow'))
      .output(confusionMatrix.nullable()),
    /** A further run: a layer is written in another way, and what was learnt is kept. */
    rewrite: oc
      .errors(failures('not-found', 'run-state', 'file', 'document', 'unsupported', 'tensorflow'))
      .input(z.object({ runId, node: z.string().max(4096), rule: z.string().max(64) }))
      .output(z.object({ runId })),
    /** Deletes the run's folder. A run that trains or waits is refused. */
    remove: aRun.output(nothing),
  },
  data: {
    inspect: oc
      .errors(failures('data', 'file', 'unsupported'))
      .input(
        z.object({
          dataset: datasetSpec,
          documentPath: workspacePath.exactOptional(),
          wanted: wantedData.exactOptional(),
          /** How many example pictures, at most 100. */
          pictures: z.int().min(0).max(100).exactOptional(),
        }),
      )
      .output(dataInspection),
  },
  export: {
    /** A zip of the small TypeScript project. */
    typescript: exporting,
    /** Zips of the Python projects. */
    keras: exporting,
    pytorch: exporting,
    /** A zip of the SavedModel folder. */
    savedModel: exporting,
  },
}
