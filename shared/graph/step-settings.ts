// What a training step costs depends on: the batch, the optimizer, the precision.
import type { NetworkDocument, Optimizer, Precision } from '../document/types.ts'

export interface StepSettings {
  readonly batchSize: number
  readonly optimizer: Pick<Optimizer, 'kind' | 'momentum' | 'weightDecay'>
  readonly precision: Precision
  /** True where the inputs are centred and scaled in the graph. */
  readonly standardize: boolean
}

/** What the estimate assumes where a document has no training settings. */
const usual: StepSettings = {
  batchSize: 32,
  optimizer: { kind: 'adam' },
  precision: 'float32',
  standardize: false,
}

export function stepSettingsOf({ training }: NetworkDocument): StepSettings {
  if (!training) return usual
  const { batchSize, optimizer, precision = 'float32', standardize = false } = training
  return { batchSize, optimizer, precision, standardize }
}

/** Further numbers that an optimizer keeps for every trainable weight. */
export function slotsOf({ kind, momentum }: StepSettings['optimizer']): number {
  if (kind === 'adam') return 2
  return (momentum ?? (kind === 'momentum' ? 0.9 : 0)) === 0 ? 0 : 1
}
