// The calls about one run, over what is on disk and what trains now.
import { join } from 'node:path'
import type { RunDetails } from '../../shared/rpc/engine-contract.ts'
import { RpcError } from '../../shared/rpc/rpc-error.ts'
import type { ConfusionMatrix, RunRecord } from '../../shared/runs/events.ts'
import { readConfusion, readRun, runFiles } from '../train/run-folder.ts'
import { isRunLocked } from '../train/run-lock.ts'
import { readRecords } from '../train/run-log.ts'
import { followFile, followHandle } from './run-stream.ts'
import type { Runs } from './runs.ts'

interface StopSignal {
  readonly aborted: boolean
  addEventListener(kind: 'abort', listener: () => void): void
}

export async function detailsOf(runs: Runs, runId: string): Promise<RunDetails> {
  const summary = await runs.summary(runId)
  const waiting = runs.task(runId)?.document
  if (waiting) return { ...summary, document: waiting, classNames: [], settings: {} }
  const folder = runs.folderOf(runId)
  const { readDocument } = await import('../train/read-document.ts')
  const document = await readDocument(join(folder, runFiles.document))
  const run = await readRun(folder)
  // Plain JSON already; this only takes its type away.
  const settings = JSON.parse(JSON.stringify(run)) as RunDetails['settings']
  return { ...summary, document, classNames: [...run.classNames], settings }
}

export async function* recordsOf(
  runs: Runs,
  runId: string,
  after: number,
  signal: StopSignal | undefined,
): AsyncGenerator<RunRecord, void, void> {
  await runs.leavesQueue(runId)
  const handle = runs.handle(runId)
  if (handle) {
    yield* followHandle(handle, after, signal)
    return
  }
  await runs.summary(runId)
  const folder = runs.folderOf(runId)
  const read = (last: number) => readRecords(join(folder, runFiles.events), last)
  yield* followFile(read, () => isRunLocked(folder), after, signal)
}

export async function confusionOf(runs: Runs, runId: string): Promise<ConfusionMatrix | null> {
  const { state } = await runs.summary(runId)
  if (state === 'queued') throw new RpcError('run-state', `${runId} has not begun.`, { state })
  return readConfusion(runs.folderOf(runId))
}
