import { printDocument } from '../../shared/document/print.ts'
import { isRpcError, RpcError } from '../../shared/rpc/rpc-error.ts'
import type { Stores } from '../state/stores.tsx'
import { say } from '../ui/toast.tsx'
import { downloadText } from './download.ts'
import { remember } from './settings.ts'

export const documentEnding = '.loom.json'

/** To the drawing's own file; asks for a name where it has none. Says whether it was written. */
export async function save(stores: Stores): Promise<boolean> {
  const { path, hash, isReadOnly, isSaving } = stores.file.getState()
  if (isSaving) return false
  if (!stores.link || stores.run.getState().link === 'absent') {
    downloadDrawing(stores)
    return true
  }
  if (path === null || isReadOnly) {
    stores.file.ask({ kind: 'save-as' })
    return false
  }
  return saveTo(stores, path, hash)
}

/** `expectedHash` null: there must be no such file. Without it whatever is there is replaced. */
export async function saveTo(
  stores: Stores,
  path: string,
  expectedHash: string | null,
  overwrite = false,
): Promise<boolean> {
  const { link, file } = stores
  if (!link) return false
  const { recorded } = stores.document.getState()
  const before = file.getState()
  file.set({ isSaving: true })
  try {
    const text = printDocument(recorded)
    const request = { path, text, expectedHash, ...(overwrite && { overwrite: true }) }
    const saved = await link.host.files.save(request)
    stores.document.markSaved(recorded)
    if (before.path !== null && before.path !== path)
      void link.host.files.close({ path: before.path }).catch(() => {})
    file.set({
      path,
      hash: saved.hash,
      savedAt: saved.changed,
      isReadOnly: false,
      changedOutside: false,
      untouched: null,
      dialog: null,
    })
    remember(stores, { lastDocument: path })
    return true
  } catch (thrown) {
    explainFailure(stores, thrown, path)
    return false
  } finally {
    file.set({ isSaving: false })
  }
}

function explainFailure(stores: Stores, thrown: unknown, path: string): void {
  if (isRpcError(thrown, 'conflict')) {
    const { hash } = (thrown.detail ?? {}) as { readonly hash?: string | null }
    const isOwn = stores.file.getState().path === path
    const message = isOwn ? thrown.message : `There is a ${path} already.`
    if (isOwn) stores.file.ask({ kind: 'conflict', message, isGone: hash === null })
    else throw new RpcError('already-exists', message, { hash })
    return
  }
  const reason = thrown instanceof Error ? thrown.message : String(thrown)
  say(`The drawing was not saved. ${reason}`, {
    tone: 'error',
    action: { label: 'Download it', run: () => downloadDrawing(stores) },
  })
}

export function downloadDrawing(stores: Stores): void {
  const { recorded } = stores.document.getState()
  downloadText(fileName(recorded.name) + documentEnding, printDocument(recorded))
  if (stores.run.getState().link === 'absent') {
    stores.document.markSaved(recorded)
    say('The drawing is in your downloads: this page has no host that could keep files.')
  }
}

/** A name that every system takes. */
export function fileName(name: string): string {
  const plain = name
    .replace(/[\p{Cc}\p{Cf}\\/:*?"<>|]+/gu, '-')
    .replace(/^[.\s-]+|[.\s-]+$/g, '')
    .slice(0, 80)
  return plain || 'network'
}
