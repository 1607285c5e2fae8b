// What must be as it was for a run to continue bit for bit.
import { type DatasetSpec, printDatasetSpec } from '../../shared/document/dataset-spec.ts'
import type { NetworkDocument } from '../../shared/document/types.ts'
import type { RunSettings } from '../../shared/runs/events.ts'
import type { Checkpoint } from './checkpoint.ts'
import { RunError } from './run-error.ts'
import type { RunRecordFile } from './run-folder.ts'
import { networkHash } from './run-settings.ts'
import type { ResumeOptions } from './run-types.ts'

/** Epochs may be added or taken away, and the data may have moved; all else stays. */
export function extendSettings(
  run: RunRecordFile,
  { epochs, dataset }: Pick<ResumeOptions, 'epochs' | 'dataset'>,
): RunSettings {
  if (epochs === undefined && !dataset) return run.settings
  if (epochs !== undefined && !(Number.isSafeInteger(epochs) && epochs >= 1)) {
    throw new RunError(
      'input',
      'wrong-setting',
      `epochs is ${epochs}: it must be a whole number, 1 or more.`,
    )
  }
  if (dataset) requireSameData(run.settings.dataset, dataset)
  return { ...run.settings, ...(epochs !== undefined && { epochs }), ...(dataset && { dataset }) }
}

/** The contents are compared when they are read; the options decide what is made of them. */
function requireSameData(before: DatasetSpec, now: DatasetSpec): void {
  const { path: _, test: __, ...used } = before
  const { path: ___, test: ____, ...wanted } = now
  if (printDatasetSpec(used) === printDatasetSpec(wanted)) return
  throw new RunError(
    'input',
    'settings-changed',
    `The run’s data is ${printDatasetSpec(before)}, not ${printDatasetSpec(now)}. A resumed run keeps its data: leave the option out, or start a new run in another folder.`,
  )
}

export function checkResume(
  run: RunRecordFile,
  document: NetworkDocument,
  checkpoint: Checkpoint | null,
): void {
  if (networkHash(document) !== run.networkHash) {
    throw new RunError(
      'input',
      'document-changed',
      'The run’s copy of the network was changed after the run began. Start a new run with it.',
    )
  }
  if (checkpoint && checkpoint.state.networkHash !== run.networkHash) {
    throw new RunError(
      'input',
      'document-changed',
      `The checkpoint ${checkpoint.name} belongs to another network. Start a new run.`,
    )
  }
}
