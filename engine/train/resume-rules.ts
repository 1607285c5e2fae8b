// What must be as it was for a run to continue bit for bit.
import type { NetworkDocument } from '../../shared/document/types.ts'
import type { RunSettings } from '../../shared/runs/events.ts'
import type { Checkpoint } from './checkpoint.ts'
import { RunError } from './run-error.ts'
import type { RunRecordFile } from './run-folder.ts'
import { networkHash } from './run-settings.ts'

/** Epochs may be added, or taken away down to those that are done. */
export function extendSettings(run: RunRecordFile, epochs: number | undefined): RunSettings {
  if (epochs === undefined) return run.settings
  if (Number.isSafeInteger(epochs) && epochs >= 1) return { ...run.settings, epochs }
  throw new RunError(
    'input',
    'wrong-setting',
    `epochs is ${epochs}: it must be a whole number, 1 or more.`,
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
