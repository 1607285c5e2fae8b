import {
  type DatasetSpec,
  defaultDatasetSeed,
  defaultValidationShare,
  problemWithNumber,
} from '../../shared/document/dataset-spec.ts'
import { DataError } from './data-error.ts'
import { type Dataset, splitExamples, wholePart } from './dataset.ts'
import { fingerprintOf } from './fingerprint.ts'
import { type DatasetKind, datasetKinds, type LoadOptions } from './kinds.ts'

/** Reads or makes the data that a specification names. Rejects with DataError, or with the reason of `signal`. */
export async function loadDataset(spec: DatasetSpec, options: LoadOptions): Promise<Dataset> {
  const kind = datasetKinds.find(candidate => candidate.kind === spec.kind)
  if (!kind) {
    const known = datasetKinds.map(candidate => candidate.kind).join(', ')
    throw new DataError(`There is no kind of data named “${spec.kind}”. Known are ${known}.`)
  }
  checkSpec(spec, kind)
  const seed = spec.seed ?? defaultDatasetSeed
  const loaded = await kind.load({ ...spec, seed }, options)
  options.signal?.throwIfAborted()
  return {
    name: loaded.name,
    ...splitExamples(loaded.training, spec.validation ?? defaultValidationShare, seed),
    ...(loaded.test && { test: wholePart(loaded.test) }),
    classNames: loaded.classNames,
    ...(loaded.classNamesOf && { classNamesOf: loaded.classNamesOf }),
    fingerprint: fingerprintOf(loaded),
  }
}

function checkSpec(spec: DatasetSpec, kind: DatasetKind): void {
  if (kind.path !== 'none' && spec.path === undefined) {
    throw new DataError(
      `${kind.kind} needs a ${kind.path}. Write ${kind.kind}:${kind.path.toUpperCase()}.`,
    )
  }
  if (kind.path === 'none' && spec.path !== undefined) {
    throw new DataError(
      `${kind.kind} is made by the program and reads no file. Leave out “${spec.path}”.`,
    )
  }
  for (const option of ['label', 'test', 'count'] as const) {
    if (spec[option] === undefined || kind.options.includes(option)) continue
    const known = [...kind.options, 'validation', 'seed'].join(', ')
    throw new DataError(`${kind.kind} has no option ${option}. Its options are ${known}.`)
  }
  for (const option of ['validation', 'seed', 'count'] as const) {
    const value = spec[option]
    const problem = value === undefined ? undefined : problemWithNumber(option, value)
    if (problem) throw new DataError(`${option} is ${value}: ${problem}`)
  }
}
