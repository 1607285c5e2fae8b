// Document, then overrides, then defaults: the settings that a run really uses, and its own document.
import { createHash } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { isAbsolute, relative, resolve } from 'node:path'
import type { DatasetSpec } from '../../shared/document/dataset-spec.ts'
import {
  type NetworkDocument,
  type Optimizer,
  type OptimizerKind,
  optimizerKinds,
  precisions,
  type Training,
} from '../../shared/document/types.ts'
import type { RunSettings } from '../../shared/runs/events.ts'
import { RunError } from './run-error.ts'
import type { RunOverrides } from './run-types.ts'

/** Keras's defaults. */
export const defaultLearningRates: Readonly<Record<OptimizerKind, number>> = {
  sgd: 0.01,
  momentum: 0.01,
  adam: 0.001,
}

export interface Folders {
  /** For relative paths in the document. */
  readonly baseFolder: string
  /** For relative paths in the overrides. */
  readonly callerFolder: string
}

/** Data paths come out absolute: a run may be resumed from anywhere. */
export function resolveSettings(
  document: NetworkDocument,
  overrides: RunOverrides,
  folders: Folders,
): RunSettings {
  const dataset = chooseDataset(document.training ?? {}, overrides, folders)
  return { dataset, ...networkSettings(document, overrides) }
}

/** Everything but the data. */
export function networkSettings(
  document: NetworkDocument,
  overrides: RunOverrides,
): Omit<RunSettings, 'dataset'> {
  const training: Partial<Training> = document.training ?? {}
  const labelSmoothing = overrides.labelSmoothing ?? training.labelSmoothing
  const settings = {
    loss: training.loss ?? 'categoricalCrossentropy',
    optimizer: chooseOptimizer(training.optimizer, overrides),
    epochs: overrides.epochs ?? training.epochs ?? 3,
    batchSize: overrides.batchSize ?? training.batchSize ?? 128,
    seed: overrides.seed ?? training.seed ?? 1,
    precision: overrides.precision ?? training.precision ?? 'float32',
    threads: overrides.threads ?? training.threads ?? availableParallelism(),
    ...(labelSmoothing !== undefined && { labelSmoothing }),
  }
  checkSettings(settings)
  return settings
}

function chooseDataset(
  training: Partial<Training>,
  overrides: RunOverrides,
  { baseFolder, callerFolder }: Folders,
): DatasetSpec {
  if (overrides.dataset) return absoluteDataset(overrides.dataset, callerFolder)
  if (training.dataset) return absoluteDataset(training.dataset, baseFolder)
  throw new RunError(
    'input',
    'no-data',
    'The network names no data to train on. Give some with --data, for example --data glyphs.',
  )
}

export function absoluteDataset(spec: DatasetSpec, folder: string): DatasetSpec {
  return {
    ...spec,
    ...(spec.path !== undefined && { path: resolve(folder, spec.path) }),
    ...(spec.test !== undefined && { test: resolve(folder, spec.test) }),
  }
}

/** Another kind of optimizer starts from its own defaults; only weight decay carries over. */
function chooseOptimizer(written: Optimizer | undefined, overrides: RunOverrides): Optimizer {
  const kind = overrides.optimizer ?? written?.kind ?? 'adam'
  const same = written?.kind === kind ? written : undefined
  const decay = written?.weightDecay
  return {
    ...same,
    kind,
    learningRate: overrides.learningRate ?? same?.learningRate ?? defaultLearningRates[kind],
    ...(decay !== undefined && { weightDecay: decay }),
  }
}

function checkSettings(settings: Omit<RunSettings, 'dataset'>): void {
  const { optimizer, precision } = settings
  for (const name of ['epochs', 'batchSize', 'threads'] as const) {
    checkNumber(name, settings[name], Number.isSafeInteger(settings[name]) && settings[name] >= 1)
  }
  const { seed, labelSmoothing: share = 0 } = settings
  checkNumber('labelSmoothing', share, share >= 0 && share < 1, 'at least 0 and less than 1')
  checkNumber('seed', seed, Number.isSafeInteger(seed) && seed >= 0, 'a whole number, 0 or more')
  const rate = optimizer.learningRate
  checkNumber('learningRate', rate, Number.isFinite(rate) && rate > 0, 'a number greater than 0')
  if (!optimizerKinds.includes(optimizer.kind)) {
    throw wrongChoice('optimizer', optimizer.kind, optimizerKinds)
  }
  if (!precisions.includes(precision)) throw wrongChoice('precision', precision, precisions)
}

function checkNumber(
  name: string,
  value: unknown,
  right: boolean,
  rule = 'a whole number, 1 or more',
): void {
  if (right) return
  throw new RunError('input', 'wrong-setting', `${name} is ${String(value)}: it must be ${rule}.`)
}

function wrongChoice(name: string, value: unknown, known: readonly string[]): RunError {
  return new RunError(
    'input',
    'wrong-setting',
    `There is no ${name} “${String(value)}”. Known are ${known.join(', ')}.`,
  )
}

/** The run's copy: the drawing with the settings in use, data relative to the run's folder. */
export function runDocument(
  document: NetworkDocument,
  settings: RunSettings,
  folder: string,
): NetworkDocument {
  const { dataset, threads, ...rest } = settings
  const training: Training = {
    ...document.training,
    ...(rest as Omit<Training, 'dataset'>),
    dataset: relativeDataset(dataset, folder),
    threads,
  }
  return { ...document, training }
}

function relativeDataset(spec: DatasetSpec, folder: string): DatasetSpec {
  const shorten = (path: string) => (isAbsolute(path) ? relative(folder, path) : path)
  return {
    ...spec,
    ...(spec.path !== undefined && { path: shorten(spec.path) }),
    ...(spec.test !== undefined && { test: shorten(spec.test) }),
  }
}

/** Of what decides the weights: positions, names and epochs may differ when a run is resumed. */
export function networkHash(document: NetworkDocument): string {
  const { parameters, blocks, nodes, edges } = document
  return createHash('sha256')
    .update(JSON.stringify(canonical({ parameters, blocks, nodes, edges }, '')))
    .digest('hex')
}

function canonical(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return value.map(item => canonical(item, key))
  if (value === null || typeof value !== 'object') return value
  const isNode = key === 'nodes'
  const entries = Object.entries(value)
    .filter(([name, item]) => item !== undefined && !(isNode && hiddenInNodes.includes(name)))
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([name, item]) => [name, canonical(item, name)]))
}

const hiddenInNodes: readonly string[] = ['position', 'name']
