// Keeps the list of runs and the records of the shown run as the engine has them.
import { follow } from '../../shared/rpc/follow.ts'
import type { RunRecord } from '../../shared/runs/events.ts'
import type { RunStore } from '../state/run-store.ts'
import type { Link } from './link.ts'

/** Runs a task in the next frame, or soon where the page is hidden and has no frames. */
export type Schedule = (task: () => void) => void

export const inNextFrame: Schedule = task => {
  if (document.hidden) setTimeout(task, 250)
  else requestAnimationFrame(task)
}

export async function refreshRuns(link: Link, run: RunStore): Promise<void> {
  try {
    const [status, runs] = await Promise.all([link.engine.status(), link.engine.runs.list()])
    run.set({ status, runs })
  } catch {
    // Without an engine the last list stays; its death is told by the host.
  }
}

/** Follows whatever run is shown, until the signal. */
export function followShown(
  link: Link,
  run: RunStore,
  signal: AbortSignal,
  schedule: Schedule = inNextFrame,
): void {
  let present = new AbortController()
  let wish = -1
  const begin = () => {
    const { shown, followWish } = run.getState()
    if (followWish === wish) return
    wish = followWish
    present.abort()
    present = new AbortController()
    if (shown !== null) void followOne(link, run, shown, present.signal, schedule)
  }
  const stop = run.subscribe(begin)
  signal.addEventListener('abort', () => {
    stop()
    present.abort()
  })
  begin()
}

async function followOne(
  link: Link,
  run: RunStore,
  runId: string,
  signal: AbortSignal,
  schedule: Schedule,
): Promise<void> {
  const { records } = run.getState()
  const batch = batched(schedule, fresh => run.append(runId, fresh))
  const open = (after: number) => link.engine.runs.events({ runId, after }, { signal })
  try {
    for await (const record of follow(open, { after: records.at(-1)?.sequence ?? 0, signal })) {
      batch.add(record)
      if (record.event === 'start' || record.event === 'end') void refreshRuns(link, run)
    }
  } catch {
    // The run was deleted; the list says so.
  }
  if (signal.aborted) return
  batch.flush()
  await refreshRuns(link, run)
  const confusion = await link.engine.runs.confusion({ runId }, { signal }).catch(() => null)
  if (!signal.aborted && run.getState().shown === runId) run.set({ confusion })
}

/** However many records come, the page is painted once a frame. */
function batched(schedule: Schedule, take: (records: readonly RunRecord[]) => void) {
  let waiting: RunRecord[] = []
  const flush = () => {
    if (waiting.length === 0) return
    const fresh = waiting
    waiting = []
    take(fresh)
  }
  return {
    add: (record: RunRecord) => {
      if (waiting.length === 0) schedule(flush)
      waiting.push(record)
    },
    flush,
  }
}
