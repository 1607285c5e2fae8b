// The drawing with its history. Two verbs only: `edit` records a step, `preview` shows a gesture
// that the closing `edit` records or `cancel` drops.
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { NetworkDocument } from '../../shared/document/types.ts'
import { bytesNotShared, type Step, withinLimit } from './history.ts'

/** Returning the same document means that nothing changed. */
export type Change = (document: NetworkDocument) => NetworkDocument

export interface DocumentState {
  /** What is shown: the recorded document, or a preview of the gesture in progress. */
  readonly present: NetworkDocument
  /** The last recorded document; equal to `present` except during a gesture. */
  readonly recorded: NetworkDocument
  /** As it is in the file; null for a document that was never saved. */
  readonly saved: NetworkDocument | null
  readonly past: readonly Step[]
  readonly future: readonly Step[]
  /** Grows when another document is opened: views forget where they were. */
  readonly opened: number
}

export interface DocumentStore extends StoreApi<DocumentState> {
  /** Applies to the recorded document, drops a preview. Says whether anything changed. */
  readonly edit: (label: string, change: Change, options?: EditOptions) => boolean
  readonly preview: (change: Change) => void
  readonly cancel: () => void
  readonly undo: () => string | null
  readonly redo: () => string | null
  readonly open: (document: NetworkDocument, saved: NetworkDocument | null) => void
  /** `document` is what was written: an edit during the write leaves the drawing dirty. */
  readonly markSaved: (document: NetworkDocument) => void
}

interface EditOptions {
  /** Merges with the step before, if that has the same key and is younger than a second. */
  readonly key?: string
}

const mergeWithin = 1000

export function isDirty({ recorded, saved }: DocumentState): boolean {
  return recorded !== saved
}

export function createDocumentStore(
  initial: NetworkDocument,
  now: () => number = () => performance.now(),
): DocumentStore {
  const store = createStore<DocumentState>(() => opened(initial, null, 0))
  const { getState, setState } = store

  function edit(label: string, change: Change, options: EditOptions = {}): boolean {
    const { recorded, past } = getState()
    const next = change(recorded)
    if (next === recorded) {
      cancel()
      return false
    }
    setState({
      present: next,
      recorded: next,
      past: recordStep(past, label, recorded, next, now(), options.key),
      future: [],
    })
    return true
  }
  function preview(change: Change): void {
    const { recorded, present } = getState()
    const next = change(recorded)
    if (next !== present) setState({ present: next })
  }
  function cancel(): void {
    const { present, recorded } = getState()
    if (present !== recorded) setState({ present: recorded })
  }
  function undo(): string | null {
    cancel()
    const { recorded, past, future } = getState()
    const step = past[past.length - 1]
    if (!step) return null
    const back = { ...step, document: recorded }
    setState({
      present: step.document,
      recorded: step.document,
      past: past.slice(0, -1),
      future: [...future, back],
    })
    return step.label
  }
  function redo(): string | null {
    cancel()
    const { recorded, past, future } = getState()
    const step = future[future.length - 1]
    if (!step) return null
    // A redone step never merges with what the person does next.
    const { key: _, ...forth } = { ...step, document: recorded }
    setState({
      present: step.document,
      recorded: step.document,
      past: [...past, forth],
      future: future.slice(0, -1),
    })
    return step.label
  }
  function open(document: NetworkDocument, saved: NetworkDocument | null): void {
    setState(opened(document, saved, getState().opened + 1))
  }
  function markSaved(document: NetworkDocument): void {
    setState({ saved: document })
  }
  return Object.assign(store, { edit, preview, cancel, undo, redo, open, markSaved })
}

function opened(
  document: NetworkDocument,
  saved: NetworkDocument | null,
  count: number,
): DocumentState {
  return { present: document, recorded: document, saved, past: [], future: [], opened: count }
}

function recordStep(
  past: readonly Step[],
  label: string,
  before: NetworkDocument,
  after: NetworkDocument,
  time: number,
  key: string | undefined,
): readonly Step[] {
  const last = past[past.length - 1]
  if (key !== undefined && last?.key === key && time - last.time < mergeWithin)
    return [...past.slice(0, -1), { ...last, time }]
  const bytes = bytesNotShared(before, after)
  return withinLimit([
    ...past,
    { label, document: before, bytes, time, ...(key !== undefined && { key }) },
  ])
}
