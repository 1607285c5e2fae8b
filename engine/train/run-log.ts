// The numbered log of a run: every event goes to disk and to listeners in one order. A full disk holds
// records back, never the training: they are written, in order, as soon as the disk takes them.
import type { RunEvent, RunRecord } from '../../shared/runs/events.ts'
import { type EventLog, openEventLog, readEventLog } from '../files/event-log.ts'
import { FileError } from '../files/file-error.ts'

export interface RunLog {
  append(event: RunEvent): void
  /** Records after a number, then every further one. */
  listen(listener: (record: RunRecord) => void, after: number): () => void
  /** Makes what was appended survive a power cut. Never rejects. */
  sync(): Promise<void>
  close(): Promise<void>
}

type Listener = (record: RunRecord) => void

export async function openRunLog(path: string, keepThrough: number): Promise<RunLog> {
  const log = await openEventLog(path, { keepThrough })
  const records = (await readEventLog(path)) as unknown as RunRecord[]
  const listeners = new Set<Listener>()
  const waiting: RunRecord[] = []
  let sequence = log.last
  let writing: Promise<void> = Promise.resolve()
  let failing = false

  function append(event: RunEvent): void {
    sequence += 1
    const record: RunRecord = { ...event, sequence, time: Date.now() }
    records.push(record)
    waiting.push(record)
    for (const listener of listeners) listener(record)
    writing = writing.then(() => flush(log, waiting)).then(ok, failed)
  }

  const ok = () => {
    failing = false
  }
  const failed = (thrown: unknown) => {
    if (failing) return
    failing = true
    append({
      event: 'warning',
      step: records.at(-1)?.step ?? 0,
      code: 'log-not-saved',
      message: `${thrown instanceof Error ? thrown.message : String(thrown)} Training goes on; the records are kept and written later.`,
    })
  }

  return {
    append,
    listen: (listener, after) => {
      for (const record of records) if (record.sequence > after) listener(record)
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    sync: async () => {
      await settle()
      await log.sync().catch(() => {})
    },
    close: async () => {
      await settle()
      await log.close().catch(() => {})
    },
  }

  async function settle(): Promise<void> {
    for (let seen: Promise<void> | undefined; seen !== writing; ) {
      seen = writing
      await seen
    }
  }
}

async function flush(log: EventLog, waiting: RunRecord[]): Promise<void> {
  for (let record = waiting[0]; record; record = waiting[0]) {
    await log.appendRecord({ ...record })
    waiting.shift()
  }
}

/** The last record that a run continued from this checkpoint keeps: what follows is told anew. */
export async function lastRecordBefore(
  path: string,
  state: { readonly step: number; readonly epoch: number },
): Promise<number> {
  let last = 0
  for (const record of await readRecords(path)) {
    const later =
      record.step > state.step || (record.event === 'epoch' && record.epoch > state.epoch)
    if (later) break
    last = record.sequence
  }
  return last
}

export async function readRecords(path: string, after = 0): Promise<RunRecord[]> {
  try {
    return (await readEventLog(path, after)) as unknown as RunRecord[]
  } catch (thrown) {
    if (isMissing(thrown)) return []
    throw thrown
  }
}

function isMissing(thrown: unknown): boolean {
  return thrown instanceof FileError && thrown.code === 'missing'
}
