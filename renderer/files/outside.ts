// What other programs and windows do to the file that is open here.
import { parseDocument } from '../../shared/document/parse.ts'
import { isRpcError } from '../../shared/rpc/rpc-error.ts'
import { hasWork } from '../state/place.ts'
import type { Stores } from '../state/stores.tsx'
import { say } from '../ui/toast.tsx'

/** Reads the file again where nothing is lost by it, else waits for the person's decision. */
export async function fileChanged(
  stores: Stores,
  path: string,
  hash: string | null,
): Promise<void> {
  const { file } = stores
  if (file.getState().path !== path || file.getState().hash === hash) return
  if (hash !== null && !hasWork(stores)) {
    await readAgain(stores)
    return
  }
  file.set({ changedOutside: true })
  const message =
    hash === null
      ? `${path} was removed or renamed. The drawing is still here.`
      : `${path} was changed by another program or window. Your changes are not in it.`
  say(message, {
    action: {
      label: 'Decide',
      run: () => file.ask({ kind: 'conflict', message, isGone: hash === null }),
    },
  })
}

/** A step of the history: Undo brings back what was on the screen. */
export async function readAgain(stores: Stores): Promise<void> {
  const { link, file, document } = stores
  const { path } = file.getState()
  if (!link || path === null) return
  try {
    const opened = await link.host.files.open({ path })
    const parsed = parseDocument(opened.text)
    document.edit(`Read ${path} again`, () => parsed.document)
    document.markSaved(document.getState().recorded)
    file.set({
      hash: opened.hash,
      savedAt: opened.changed,
      isReadOnly: parsed.readOnly || !opened.writable,
      changedOutside: false,
      dialog: null,
    })
    say(`${path} was changed outside and read again. Undo brings back what was here.`)
  } catch (thrown) {
    say(thrown instanceof Error ? thrown.message : String(thrown), { tone: 'error' })
  }
}

/** After a reload: tells the host that the file is open here, and finds what happened meanwhile. */
export async function reopenFile(stores: Stores): Promise<void> {
  const { link, file } = stores
  const { path } = file.getState()
  if (!link || path === null) return
  try {
    const opened = await link.host.files.open({ path })
    await fileChanged(stores, path, opened.hash)
  } catch (thrown) {
    if (isRpcError(thrown, 'not-found')) await fileChanged(stores, path, null)
  }
}
