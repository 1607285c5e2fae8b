// How the shown run stands: its own records first, then what the engine says of it.
import type { RunState } from '../state/run-store.ts'
import { shownSummary } from '../state/run-store.ts'
import { type Progress, progressOf } from './progress.ts'

export type Standing =
  | 'queued'
  | 'preparing'
  | 'training'
  | 'finished'
  | 'stopped'
  | 'failed'
  /** Its trainer or the engine died; it can go on from its last checkpoint. */
  | 'interrupted'

export interface ShownRun {
  readonly runId: string
  readonly name: string
  readonly standing: Standing
  readonly progress: Progress
  /** Why it failed or was interrupted. */
  readonly message: string | null
  /** Null while it cannot go on. */
  readonly resumeStep: number | null
}

type Needed = Pick<RunState, 'runs' | 'shown' | 'records' | 'status' | 'engine' | 'isStarting'>

export function shownRun(state: Needed): ShownRun | null {
  const { shown, records, engine } = state
  if (shown === null) return null
  const summary = shownSummary(state)
  const progress = progressOf(records)
  const standing = standingOf(state, progress, summary?.state)
  const isEngineReady = engine?.state === 'ready'
  // A run that failed before its first step would fail there again.
  const began = progress.start !== null || (summary?.step ?? 0) > 0
  const canGoOn =
    standing === 'stopped' || standing === 'interrupted' || (standing === 'failed' && began)
  return {
    runId: shown,
    name: summary?.name ?? shown,
    standing,
    progress,
    message: progress.error?.message ?? progress.end?.message ?? summary?.message ?? null,
    resumeStep: canGoOn && isEngineReady ? (summary?.resumeStep ?? null) : null,
  }
}

function standingOf(
  { shown, status, engine }: Needed,
  progress: Progress,
  known: string | undefined,
): Standing {
  const isEngineReady = engine?.state === 'ready'
  if (shown !== null && status?.queued.includes(shown) && isEngineReady) return 'queued'
  if (progress.phase === 'ended') return progress.end?.reason ?? 'finished'
  const isRunning = isEngineReady && (status?.running === shown || known === 'running')
  if (isRunning) return progress.phase === 'training' ? 'training' : 'preparing'
  if (known === 'finished' || known === 'stopped' || known === 'failed') return known
  // Between the click and the first answer.
  if (known === undefined && isEngineReady) return 'preparing'
  return 'interrupted'
}
