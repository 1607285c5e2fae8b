// What the engine says: how it is, which runs there are, what the shown run has told so far.
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { EngineStatus, RunSummary } from '../../shared/rpc/engine-contract.ts'
import type { EngineState } from '../../shared/rpc/host-contract.ts'
import type { ConfusionMatrix, RunRecord } from '../../shared/runs/events.ts'

/** `absent`: nobody serves this page but a file server. `lost`: there was a host, and it is gone. */
export type LinkState = 'absent' | 'connecting' | 'connected' | 'lost'

/** The engine died; stays until a run goes on or the person closes it. */
export interface Breakage {
  /** Why, as a sentence. */
  readonly message: string
  /** The run that trained then. */
  readonly runId: string | null
}

export interface RunState {
  readonly link: LinkState
  /** Null while the page has no host. */
  readonly engine: EngineState | null
  readonly status: EngineStatus | null
  readonly runs: readonly RunSummary[]
  /** The run whose curves are shown. */
  readonly shown: string | null
  /** In the order of their numbers, without gaps. */
  readonly records: readonly RunRecord[]
  readonly confusion: ConfusionMatrix | null
  readonly broken: Breakage | null
  /** A start or resume is on its way to the engine. */
  readonly isStarting: boolean
  /** Grows with every wish to follow the shown run anew, after a resume for instance. */
  readonly followWish: number
}

export interface RunStore extends StoreApi<RunState> {
  readonly set: (part: Partial<RunState>) => void
  /** Shows a run from its first record on; the run that is shown already goes on where it was. */
  readonly show: (runId: string | null) => void
  readonly append: (runId: string, records: readonly RunRecord[]) => void
}

const firstRun: RunState = {
  link: 'absent',
  engine: null,
  status: null,
  runs: [],
  shown: null,
  records: [],
  confusion: null,
  broken: null,
  isStarting: false,
  followWish: 0,
}

export function createRunStore(): RunStore {
  const store = createStore<RunState>(() => firstRun)
  const { getState, setState } = store

  function show(runId: string | null): void {
    const { shown, followWish } = getState()
    const next = { shown: runId, followWish: followWish + 1 }
    setState(shown === runId ? next : { ...next, records: [], confusion: null })
  }
  function append(runId: string, fresh: readonly RunRecord[]): void {
    const { shown, records, broken } = getState()
    const last = records.at(-1)?.sequence ?? 0
    const unseen = fresh.filter(record => record.sequence > last)
    if (shown !== runId || unseen.length === 0) return
    const goesOn = unseen.some(record => record.event === 'start')
    setState({
      records: [...records, ...unseen],
      ...(goesOn && { confusion: null }),
      ...(goesOn && broken?.runId === runId && { broken: null }),
    })
  }
  return Object.assign(store, { set: setState, show, append })
}

/** The run that trains now, or null. */
export function runningRun(state: Pick<RunState, 'status' | 'runs' | 'engine'>): string | null {
  if (state.engine?.state !== 'ready') return null
  return state.status?.running ?? null
}

export function shownSummary(state: Pick<RunState, 'runs' | 'shown'>): RunSummary | null {
  return state.runs.find(run => run.runId === state.shown) ?? null
}
