// Whatever about files waits for an answer.
import { useFile, useStores } from '../state/stores.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { discardDraft } from './drafts.ts'
import { OpenDialog } from './open-dialog.tsx'
import { readAgain } from './outside.ts'
import { RecoverDialog } from './recover-dialog.tsx'
import { save, saveTo } from './save.ts'
import { SaveDialog } from './save-dialog.tsx'
import './files.css'

export function FileDialogs() {
  const dialog = useFile(state => state.dialog)
  switch (dialog?.kind) {
    case 'open':
      return <OpenDialog />
    case 'save-as':
      return <SaveDialog />
    case 'unsaved':
      return <UnsavedDialog next={dialog.next} />
    case 'conflict':
      return <ConflictDialog message={dialog.message} isGone={dialog.isGone} />
    case 'recover':
      return <RecoverDialog drafts={dialog.drafts} />
    default:
      return null
  }
}

function UnsavedDialog({ next }: { next: () => void }) {
  const stores = useStores()
  const { file } = stores
  const name = useStores().document.getState().recorded.name
  async function saveFirst() {
    file.close()
    const { path } = file.getState()
    if (await save(stores)) next()
    else if (path === null) goOnAfterSaving(stores, next)
  }
  async function drop() {
    file.close()
    await discardDraft(stores, file.getState().draftId)
    next()
  }
  return (
    <Dialog title={`Save the changes of ${name}?`} isOpen onClose={file.close} className="ask">
      <p className="ask-text">Without saving they are gone once the other document opens.</p>
      <div className="ask-buttons">
        <Button look="quiet" onPress={() => void drop()}>
          Drop the changes
        </Button>
        <span className="spring" />
        <Button onPress={file.close}>Cancel</Button>
        <Button look="primary" autoFocus onPress={() => void saveFirst()}>
          Save
        </Button>
      </div>
    </Dialog>
  )
}

/** The drawing has no name yet: what the person wanted goes on when it was given one. */
function goOnAfterSaving({ file }: ReturnType<typeof useStores>, next: () => void): void {
  const stop = file.subscribe(({ dialog, path }) => {
    if (dialog !== null) return
    stop()
    if (path !== null) next()
  })
}

function ConflictDialog({ message, isGone }: { message: string; isGone: boolean }) {
  const stores = useStores()
  const { file } = stores
  const { path, hash } = file.getState()
  if (path === null) return null
  return (
    <Dialog title="The file is another one by now" isOpen onClose={file.close} className="ask">
      <p className="ask-text">{message}</p>
      <div className="ask-buttons">
        {!isGone && (
          <Button look="quiet" onPress={() => void readAgain(stores)}>
            Read the file again
          </Button>
        )}
        <span className="spring" />
        <Button onPress={() => file.ask({ kind: 'save-as' })}>Save under another name</Button>
        <Button
          look="primary"
          onPress={() => void saveTo(stores, path, isGone ? null : hash, true)}
        >
          {isGone ? 'Save it again' : 'Replace the file'}
        </Button>
      </div>
      {!isGone && (
        <p className="ask-text dim">
          Reading it again is one step: Undo brings your changes back. Replacing keeps the version
          before beside the file.
        </p>
      )}
    </Dialog>
  )
}
