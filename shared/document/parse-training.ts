// The training settings of a document: names and ranges, and what is assumed where one is left out.
import { asObject, checkText, described, pathTo, withoutNulls, wrong } from './checks.ts'
import { type DatasetSpec, problemWithNumber } from './dataset-spec.ts'
import { DocumentError } from './document-error.ts'
import {
  type Json,
  type JsonObject,
  losses,
  type Optimizer,
  type OptimizerKind,
  optimizerKinds,
  precisions,
  type Training,
} from './types.ts'
import type { UnknownKeys } from './unknown-keys.ts'

/** Keras's learning rates, by optimizer. */
const learningRates: Readonly<Record<OptimizerKind, number>> = {
  sgd: 0.01,
  momentum: 0.01,
  adam: 0.001,
}

/** What training assumes where a document leaves a setting out. */
export const usualTraining: Omit<Training, 'dataset'> = {
  loss: 'categoricalCrossentropy',
  optimizer: { kind: 'adam', learningRate: learningRates.adam },
  epochs: 5,
  batchSize: 128,
  seed: 1,
}

/** An optimizer with Keras's learning rate for its kind. */
export function usualOptimizer(kind: OptimizerKind): Optimizer {
  return { kind, learningRate: learningRates[kind] }
}

type Rule = (value: Json, path: string) => void

function word(options: readonly string[]): Rule {
  return (value, path) => {
    if (typeof value === 'string' && options.includes(value)) return
    throw wrong(path, value, `one of ${options.join(', ')}`)
  }
}

function range(what: string, fits: (value: number) => boolean): Rule {
  return (value, path) => {
    if (typeof value !== 'number' || !fits(value)) throw wrong(path, value, what)
  }
}

const whole = (minimum: number, maximum = Number.MAX_SAFE_INTEGER): Rule =>
  range(
    maximum === Number.MAX_SAFE_INTEGER
      ? `a whole number of at least ${minimum}`
      : `a whole number from ${minimum} to ${maximum.toLocaleString('en-US')}`,
    value => Number.isSafeInteger(value) && value >= minimum && value <= maximum,
  )
const positive = range('a number above 0', value => value > 0)
const atLeastZero = range('a number of at least 0', value => value >= 0)
const fraction = range('a number of at least 0 and less than 1', value => value >= 0 && value < 1)
const flag: Rule = (value, path) => {
  if (typeof value !== 'boolean') throw wrong(path, value, 'true or false')
}

type Rules = Readonly<Record<string, Rule>>

const trainingRules: Rules = {
  loss: word(losses),
  epochs: whole(1, 1_000_000),
  batchSize: whole(1, 1_000_000),
  seed: whole(0),
  precision: word(precisions),
  labelSmoothing: fraction,
  standardize: flag,
  threads: whole(1, 1024),
}

const optimizerRules: Rules = {
  kind: word(optimizerKinds),
  learningRate: positive,
  momentum: fraction,
  nesterov: flag,
  beta1: fraction,
  beta2: fraction,
  epsilon: positive,
  weightDecay: atLeastZero,
}

const datasetNumber =
  (key: 'validation' | 'seed' | 'count'): Rule =>
  (value, path) => {
    const problem = problemWithNumber(key, typeof value === 'number' ? value : Number.NaN)
    if (problem === undefined) return
    const owner = path.slice(0, -key.length)
    throw new DocumentError('wrong-value', `${owner}${problem} It is ${described(value)}.`, path)
  }

const text: Rule = (value, path) => checkText(value, path)

const lossRules: Rules = {
  loss: word(losses),
  weight: atLeastZero,
  trainingOnly: flag,
  answersOf: text,
}

const datasetRules: Rules = {
  kind: (value, path) => {
    checkText(value, path, 'a kind of data, such as glyphs or npz')
    if (value === '') throw wrong(path, value, 'a kind of data, such as glyphs or npz')
  },
  path: text,
  label: text,
  test: text,
  validation: datasetNumber('validation'),
  seed: datasetNumber('seed'),
  count: datasetNumber('count'),
}

/** Checks the values that are there and returns the object without keys that are null. */
function checked(
  value: Json | undefined,
  path: string,
  rules: Rules,
  owner: string,
  unknown: UnknownKeys,
  nested: readonly string[] = [],
): JsonObject {
  const object = withoutNulls(asObject(value, path), [...Object.keys(rules), ...nested])
  for (const [key, rule] of Object.entries(rules)) {
    const given = object[key]
    if (given !== undefined) rule(given, pathTo(path, key))
  }
  unknown.note(object, [...Object.keys(rules), ...nested], owner, path)
  return object
}

/** Checks training settings and fills in those that are left out; the data must be named. */
export function parseTraining(value: Json, path: string, unknown: UnknownKeys): Training {
  const parts = ['dataset', 'losses', 'optimizer']
  const object = checked(value, path, trainingRules, 'training setting', unknown, parts)
  const dataset = parseDataset(object.dataset, pathTo(path, 'dataset'), unknown)
  const perOutput = parseLosses(object.losses, pathTo(path, 'losses'), unknown)
  // The checks above make the object what the type says.
  return {
    ...usualTraining,
    ...(object as Partial<Training>),
    dataset,
    ...(perOutput && { losses: perOutput }),
    optimizer: parseOptimizer(object.optimizer, pathTo(path, 'optimizer'), unknown),
  }
}

function parseDataset(value: Json | undefined, path: string, unknown: UnknownKeys): DatasetSpec {
  const object = checked(value, path, datasetRules, 'data setting', unknown)
  if (object.kind === undefined)
    throw wrong(pathTo(path, 'kind'), undefined, 'a kind of data, such as glyphs or npz')
  return object as unknown as DatasetSpec
}

function parseOptimizer(value: Json | undefined, path: string, unknown: UnknownKeys): Optimizer {
  if (value === undefined) return usualTraining.optimizer
  const object = checked(value, path, optimizerRules, 'optimizer', unknown) as Partial<Optimizer>
  const kind = object.kind ?? usualTraining.optimizer.kind
  return { ...usualOptimizer(kind), ...object }
}

function parseLosses(value: Json | undefined, path: string, unknown: UnknownKeys) {
  if (value === undefined) return undefined
  const entries = Object.entries(asObject(value, path)).map(([node, loss]) => {
    const place = pathTo(path, node)
    const object = checked(loss, place, lossRules, 'loss', unknown)
    if (object.loss === undefined)
      throw wrong(pathTo(place, 'loss'), undefined, `one of ${losses.join(', ')}`)
    return [node, object] as const
  })
  // The rules make each entry what its type says.
  return Object.fromEntries(entries) as unknown as NonNullable<Training['losses']>
}
