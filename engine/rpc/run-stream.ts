// The records of a run for one follower: what is on disk, then what happens. A slow follower holds
// back nothing but itself: the records it has not read yet are the log's own.
import { setTimeout as sleep } from 'node:timers/promises'
import type { RunRecord } from '../../shared/runs/events.ts'
import type { RunHandle } from '../train/run-types.ts'

interface StopSignal {
  readonly aborted: boolean
  addEventListener(kind: 'abort', listener: () => void): void
}

/** Of a run that this engine trains. Ends with the run. */
export async function* followHandle(
  handle: RunHandle,
  after: number,
  signal: StopSignal | undefined,
): AsyncGenerator<RunRecord, void, void> {
  const waiting: RunRecord[] = []
  let wake = () => {}
  let ended = false
  const stopListening = handle.onRecord(record => {
    waiting.push(record)
    wake()
  }, after)
  void handle.done.then(() => {
    ended = true
    wake()
  })
  signal?.addEventListener('abort', () => wake())
  try {
    while (!signal?.aborted) {
      const next = waiting.shift()
      if (next) yield next
      else if (ended) return
      else {
        await new Promise<void>(resolve => {
          wake = resolve
        })
      }
    }
  } finally {
    stopListening()
  }
}

/** Of a run that some other process trains, or none: its file is read again while it grows. */
export async function* followFile(
  read: (after: number) => Promise<readonly RunRecord[]>,
  isRunning: () => Promise<boolean>,
  after: number,
  signal: StopSignal | undefined,
): AsyncGenerator<RunRecord, void, void> {
  let last = after
  while (!signal?.aborted) {
    // Asked before reading: what is written between the two is found by one more turn.
    const running = await isRunning()
    for (const record of await read(last)) {
      last = record.sequence
      yield record
    }
    if (!running) return
    await sleep(500)
  }
}
