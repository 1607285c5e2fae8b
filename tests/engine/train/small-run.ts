// Looking at the folders of small runs.
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import type { RunRecord } from '../../../shared/runs/events.ts'

/** A folder for one test file, removed after it. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'layerloom-runs-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export function checkpointNames(run: string): string[] {
  return readdirSync(join(run, 'checkpoints')).sort()
}

/** sha256 of every variable of the newest checkpoint, optimizer's slots included. */
export function weightsHash(run: string): string {
  const name =
    checkpointNames(run)
      .filter(entry => /^\d+$/.test(entry))
      .at(-1) ?? ''
  const data = join(run, 'checkpoints', name, 'weights.data-00000-of-00001')
  return createHash('sha256').update(readFileSync(data)).digest('hex')
}

/** What a run told, without what depends on the clock. */
export function epochsOf(records: readonly RunRecord[]) {
  return records.flatMap(record => {
    if (record.event !== 'epoch') return []
    const { epoch, step, loss, accuracy, valLoss, valAccuracy, outputs, valOutputs } = record
    return [{ epoch, step, loss, accuracy, valLoss, valAccuracy, outputs, valOutputs }]
  })
}
