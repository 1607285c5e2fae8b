// Puts a document into the window. Whatever was there must have been asked about before.
import type { NetworkDocument } from '../../shared/document/types.ts'
import { isDirty } from './document-store.ts'
import { newDraftId } from './file-store.ts'
import type { Stores } from './stores.tsx'

export interface Origin {
  readonly path?: string | null
  readonly hash?: string | null
  readonly savedAt?: number | null
  readonly isReadOnly?: boolean
  /** Under the name of an earlier draft, whose work it is. */
  readonly draftId?: string
  /** `saved`: as in its file. `fresh`: made by the program, nothing to lose. `work`: in no file yet. */
  readonly kind: 'saved' | 'fresh' | 'work'
}

export function placeDocument(stores: Stores, document: NetworkDocument, origin: Origin): void {
  const { path: before } = stores.file.getState()
  const path = origin.path ?? null
  if (before !== null && before !== path)
    void stores.link?.host.files.close({ path: before }).catch(() => {})
  stores.file.set({
    path,
    hash: origin.hash ?? null,
    savedAt: origin.savedAt ?? null,
    isReadOnly: origin.isReadOnly ?? false,
    draftId: origin.draftId ?? newDraftId(),
    untouched: origin.kind === 'fresh' ? document : null,
    changedOutside: false,
    dialog: null,
  })
  stores.document.open(document, origin.kind === 'saved' ? document : null)
  stores.session.open([])
}

/** True where closing the window or opening another document would lose something. */
export function hasWork({ document, file }: Pick<Stores, 'document' | 'file'>): boolean {
  const state = document.getState()
  return isDirty(state) && state.recorded !== file.getState().untouched
}

/** Goes on at once, or after the person has said what becomes of the unsaved work. */
export function afterAsking(stores: Stores, next: () => void): void {
  if (hasWork(stores)) stores.file.ask({ kind: 'unsaved', next })
  else next()
}
