// What cannot fit is refused before anything is allocated: the system would end the trainer without a word.
import { totalmem } from 'node:os'
import type { NetworkDocument } from '../../shared/document/types.ts'
import { analyse } from '../../shared/graph/analyse.ts'
import { formatBytes } from '../../shared/graph/format.ts'
import { RunError } from './run-error.ts'

export function requireMemory(document: NetworkDocument, memory: number = totalmem()): void {
  const { peakTrainingBytes, weightBytes } = analyse(document).totals
  if (peakTrainingBytes <= memory) return
  const batchSize = document.training?.batchSize ?? 1
  const advice =
    weightBytes * 4 > memory || batchSize === 1
      ? 'Use a smaller network.'
      : `Use a batch size below ${batchSize}, or a smaller network.`
  throw new RunError(
    'input',
    'too-large',
    `Training ${document.name} takes about ${formatBytes(peakTrainingBytes)} of memory (weights ${formatBytes(weightBytes)}); this machine has ${formatBytes(memory)}. ${advice}`,
  )
}
