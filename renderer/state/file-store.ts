// Which file the drawing belongs to, and what about files waits for an answer of the person.
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { NetworkDocument } from '../../shared/document/types.ts'
import type { DraftSummary } from '../../shared/rpc/host-contract.ts'

export type FileDialog =
  | { readonly kind: 'open' }
  | { readonly kind: 'save-as' }
  | { readonly kind: 'gallery' }
  | { readonly kind: 'export'; readonly runId?: string }
  /** Unsaved work would be replaced by what comes next. */
  | { readonly kind: 'unsaved'; readonly next: () => void }
  /** The file is another one than the drawing was read from. */
  | { readonly kind: 'conflict'; readonly message: string; readonly isGone: boolean }
  | { readonly kind: 'recover'; readonly drafts: readonly DraftSummary[] }

export interface FileState {
  /** In the workspace; null for a drawing that was never saved there. */
  readonly path: string | null
  /** Of the file as it was read or written last. */
  readonly hash: string | null
  /** Time of the last save. */
  readonly savedAt: number | null
  readonly isSaving: boolean
  /** The file may not be written, or its format is newer than this program. */
  readonly isReadOnly: boolean
  /** Under this name the drawing is kept while it is in no file. */
  readonly draftId: string
  /** The drawing as it was opened: as long as it is shown there is no work to lose. */
  readonly untouched: NetworkDocument | null
  readonly dialog: FileDialog | null
  /** The file changed on disk since. */
  readonly changedOutside: boolean
}

export interface FileStore extends StoreApi<FileState> {
  readonly set: (part: Partial<FileState>) => void
  readonly ask: (dialog: FileDialog) => void
  readonly close: () => void
}

export function newDraftId(): string {
  // `randomUUID` is missing on pages that come over plain http from another machine.
  const bytes = crypto.getRandomValues(new Uint8Array(12))
  return [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('')
}

export function createFileStore(): FileStore {
  const store = createStore<FileState>(() => ({
    path: null,
    hash: null,
    savedAt: null,
    isSaving: false,
    isReadOnly: false,
    draftId: newDraftId(),
    untouched: null,
    dialog: null,
    changedOutside: false,
  }))
  return Object.assign(store, {
    set: store.setState,
    ask: (dialog: FileDialog) => store.setState({ dialog }),
    close: () => store.setState({ dialog: null }),
  })
}
