import { useState } from 'react'
import { useFile, useStores } from '../state/stores.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/text-field.tsx'
import { documentEnding, downloadDrawing, fileName, saveTo } from './save.ts'

export function SaveDialog() {
  const stores = useStores()
  const { file } = stores
  const path = useFile(state => state.path)
  const isSaving = useFile(state => state.isSaving)
  const [typed, setTyped] = useState(
    () =>
      path?.slice(0, -documentEnding.length) ?? fileName(stores.document.getState().recorded.name),
  )
  const [refusal, setRefusal] = useState<{ readonly path: string; readonly message: string }>()
  const target = `${typed.trim().replace(/\.loom\.json$/i, '')}${documentEnding}`
  const isTaken = refusal?.path === target
  async function go() {
    try {
      const own = path === target && !stores.file.getState().isReadOnly
      await saveTo(stores, target, own ? file.getState().hash : null, isTaken)
    } catch (thrown) {
      setRefusal({
        path: target,
        message: thrown instanceof Error ? thrown.message : String(thrown),
      })
    }
  }
  return (
    <Dialog title="Save the drawing" isOpen onClose={file.close} className="ask">
      <div className="ask-field">
        <TextField
          label="Name, with folders in front if you like"
          value={typed}
          onType={setTyped}
          onCommit={setTyped}
          onEnter={() => void go()}
          isWrong={isTaken}
          note={documentEnding}
          autoFocus
        />
      </div>
      <p className={`ask-text ${isTaken ? 'field-message' : 'dim'}`}>
        {isTaken
          ? `${refusal.message} Saving again replaces it; the version before stays beside it.`
          : 'In the workspace folder of this program.'}
      </p>
      <div className="ask-buttons">
        <Button look="quiet" onPress={() => downloadDrawing(stores)}>
          Download instead
        </Button>
        <span className="spring" />
        <Button onPress={file.close}>Cancel</Button>
        <Button look="primary" off={isSaving} onPress={() => void go()}>
          {isTaken ? 'Replace' : 'Save'}
        </Button>
      </div>
    </Dialog>
  )
}
