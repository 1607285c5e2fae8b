// The training settings as the form shows and changes them; every change is a step of the history.

import type { DatasetSpec } from '../../shared/document/dataset-spec.ts'
import { setTraining } from '../../shared/document/edits.ts'
import { usualOptimizer, usualTraining } from '../../shared/document/parse-training.ts'
import type {
  NetworkDocument,
  Optimizer,
  OptimizerKind,
  Training,
} from '../../shared/document/types.ts'
import { formatRate } from '../../shared/graph/format.ts'

type Changes = { readonly [K in keyof Training]?: Training[K] | undefined }

const firstTraining: Training = { ...usualTraining, dataset: { kind: 'glyphs' } }

export function trainingOf({ training }: NetworkDocument): Training {
  return training ?? firstTraining
}

/** Also where the document has no settings yet. */
export function changeTraining(document: NetworkDocument, changes: Changes): NetworkDocument {
  const ready = document.training ? document : { ...document, training: trainingOf(document) }
  const changed = setTraining(ready, changes)
  return changed === ready ? document : changed
}

export const datasetKinds = ['glyphs', 'idx', 'npz'] as const
export type DatasetKind = (typeof datasetKinds)[number]

export const datasetNames: Readonly<Record<DatasetKind, string>> = {
  glyphs: 'Drawn digits',
  idx: 'IDX folder',
  npz: 'NPZ file',
}

export function isKnownKind(kind: string): kind is DatasetKind {
  return (datasetKinds as readonly string[]).includes(kind)
}

/** Made data has no path; another kind of file keeps what was typed. */
export function withKind(dataset: DatasetSpec, kind: DatasetKind): DatasetSpec {
  const { path, ...rest } = dataset
  return { ...rest, kind, ...(kind !== 'glyphs' && path !== undefined && { path }) }
}

/** A new kind starts with Keras's settings but keeps the weight decay. */
export function withOptimizer(optimizer: Optimizer, kind: OptimizerKind): Optimizer {
  if (optimizer.kind === kind) return optimizer
  const { weightDecay } = optimizer
  return { ...usualOptimizer(kind), ...(weightDecay !== undefined && { weightDecay }) }
}

/** With one setting changed, or left to its default. */
export function withOption(
  optimizer: Optimizer,
  name: keyof Optimizer,
  value: number | boolean | undefined,
): Optimizer {
  const { [name]: _, ...rest } = optimizer
  return { ...rest, ...(value !== undefined && { [name]: value }) } as Optimizer
}

const optimizerNames: Readonly<Record<OptimizerKind, string>> = {
  sgd: 'SGD',
  momentum: 'Momentum',
  adam: 'Adam',
}

/** `glyphs, batch 256, Adam 0.001, seed 1` */
export function settingsText(training: Training): string {
  const { dataset, batchSize, optimizer, seed } = training
  const data =
    dataset.path === undefined ? dataset.kind : `${dataset.kind} ${baseName(dataset.path)}`
  return `${data}, batch ${batchSize}, ${optimizerNames[optimizer.kind]} ${formatRate(optimizer.learningRate)}, seed ${seed}`
}

function baseName(path: string): string {
  return path.split(/[\\/]/).findLast(part => part !== '') ?? path
}
