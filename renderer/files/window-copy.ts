// What this tab finds again after a reload, in the tab's own storage: the drawing with its file, the
// selection, the shown run. The host's drafts are for windows that never come back.
import { parseDocument } from '../../shared/document/parse.ts'
import { printDocument } from '../../shared/document/print.ts'
import { hasWork, placeDocument } from '../state/place.ts'
import type { OpenBlock, PanelName, SessionState } from '../state/session-store.ts'
import type { Stores } from '../state/stores.tsx'

const key = 'layerloom.window'
/** Larger drawings come back from their file or draft. */
const largest = 2 * 1024 * 1024

interface WindowCopy {
  readonly text: string
  readonly kind: 'saved' | 'fresh' | 'work'
  readonly path: string | null
  readonly hash: string | null
  readonly savedAt: number | null
  readonly isReadOnly: boolean
  readonly draftId: string
  readonly shown: string | null
  readonly session: Partial<SessionState>
  readonly openPath: readonly OpenBlock[]
  readonly selection: readonly string[]
  readonly hidden: readonly PanelName[]
}

export function writeCopy(stores: Stores, storage: Storage = sessionStorage): void {
  const { recorded } = stores.document.getState()
  const { path, hash, savedAt, isReadOnly, draftId, untouched } = stores.file.getState()
  const session = stores.session.getState()
  const {
    path: openPath,
    selection,
    hidden,
    dockTab,
    paletteTab,
    heat,
    page,
    trainingView,
  } = session
  const copy: WindowCopy = {
    text: printDocument(recorded),
    kind: recorded === untouched ? 'fresh' : hasWork(stores) ? 'work' : 'saved',
    path,
    hash,
    savedAt,
    isReadOnly,
    draftId,
    shown: stores.run.getState().shown,
    session: { dockTab, paletteTab, heat, page, trainingView },
    openPath,
    selection: [...selection],
    hidden: [...hidden],
  }
  const text = JSON.stringify(copy)
  try {
    if (text.length <= largest) storage.setItem(key, text)
    else storage.removeItem(key)
  } catch {
    // Full: the draft at the host remains.
  }
}

/** Says whether there was one. */
export function readCopy(stores: Stores, storage: Storage = sessionStorage): boolean {
  try {
    const text = storage.getItem(key)
    if (text === null) return false
    const copy = JSON.parse(text) as WindowCopy
    const { document } = parseDocument(copy.text)
    const { kind, path, hash, savedAt, isReadOnly, draftId } = copy
    placeDocument(stores, document, { kind, path, hash, savedAt, isReadOnly, draftId })
    stores.session.set({
      ...copy.session,
      path: copy.openPath,
      selection: new Set(copy.selection),
      hidden: new Set(copy.hidden),
    })
    if (copy.shown !== null) stores.run.show(copy.shown)
    return true
  } catch {
    return false
  }
}
