// How a run stands, from its records alone.
import type {
  EndEvent,
  ErrorEvent,
  PreparingEvent,
  ProgressEvent,
  RunRecord,
  StartEvent,
} from '../../shared/runs/events.ts'

export interface Progress {
  /** `waiting`: nothing was told yet. */
  readonly phase: 'waiting' | 'preparing' | 'training' | 'ended'
  readonly preparing: PreparingEvent | null
  readonly start: StartEvent | null
  readonly last: ProgressEvent | null
  readonly end: EndEvent | null
  readonly error: ErrorEvent | null
  /** Finished steps of the whole run. */
  readonly step: number
  readonly epochs: number
  /** From 1; the one that runs, or the last finished one. */
  readonly epoch: number
  /** Of the running epoch, 0 to 1. */
  readonly share: number
  /** Of the whole run, 0 to 1. */
  readonly done: number
  /** Of work, over all sessions of the run. */
  readonly seconds: number
  readonly loss: number | null
  readonly accuracy: number | null
  readonly valLoss: number | null
  readonly valAccuracy: number | null
  readonly examplesPerSecond: number | null
  readonly secondsLeft: number | null
}

const cache = new WeakMap<readonly RunRecord[], Progress>()

export function progressOf(records: readonly RunRecord[]): Progress {
  const known = cache.get(records)
  if (known) return known
  const progress = compute(records)
  cache.set(records, progress)
  return progress
}

function compute(records: readonly RunRecord[]): Progress {
  const lastOf = <Name extends RunRecord['event']>(event: Name, from = 0) =>
    records.findLast(
      (record, index): record is Extract<RunRecord, { event: Name }> =>
        index >= from && record.event === event,
    ) ?? null
  const start = lastOf('start')
  // What a session before this one said about its end is over.
  const from = start ? records.lastIndexOf(start) : 0
  const preparing = lastOf('preparing')
  const ended = lastOf('end', from)
  const end = ended && (preparing?.sequence ?? 0) < ended.sequence ? ended : null
  const last = lastOf('progress', from)
  const epoch = lastOf('epoch')
  const step = last?.step ?? start?.step ?? 0
  const perEpoch = start?.stepsPerEpoch ?? 1
  const isEpochOver = epoch !== null && epoch.step >= step
  const newest = isEpochOver ? epoch : last
  const finished = Math.floor(step / perEpoch)
  return {
    phase: phaseOf(records, start, end, preparing),
    preparing,
    start,
    last,
    end,
    error: lastOf('error', from),
    step,
    epochs: start?.epochs ?? 0,
    epoch: Math.min(finished + 1, start?.epochs ?? 1),
    share: finished >= (start?.epochs ?? 1) ? 1 : (step % perEpoch) / perEpoch,
    done: start ? step / Math.max(1, start.totalSteps) : 0,
    seconds: end?.seconds ?? workedSeconds(records),
    loss: isEpochOver ? epoch.loss : (last?.epochLoss ?? null),
    accuracy: (isEpochOver ? epoch.accuracy : last?.epochAccuracy) ?? null,
    valLoss: epoch?.valLoss ?? null,
    valAccuracy: epoch?.valAccuracy ?? null,
    examplesPerSecond: newest?.examplesPerSecond ?? null,
    secondsLeft: end ? null : (last?.secondsLeft ?? null),
  }
}

function phaseOf(
  records: readonly RunRecord[],
  start: (StartEvent & RunRecord) | null,
  end: EndEvent | null,
  preparing: (PreparingEvent & RunRecord) | null,
): Progress['phase'] {
  if (end) return 'ended'
  if (start && start.sequence > (preparing?.sequence ?? 0)) return 'training'
  return records.length > 0 ? 'preparing' : 'waiting'
}

/** Between a session's start and its last record, over all sessions. */
function workedSeconds(records: readonly RunRecord[]): number {
  let total = 0
  let begun: number | null = null
  let before = 0
  for (const { event, time } of records) {
    if (event === 'start') {
      if (begun !== null) total += before - begun
      begun = time
    }
    before = time
  }
  return (total + (begun === null ? 0 : before - begun)) / 1000
}
