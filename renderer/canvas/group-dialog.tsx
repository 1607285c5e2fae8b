import { useState } from 'react'
import { problemWithBlockName } from '../../shared/document/names.ts'
import { freeBlockName, groupSelection } from '../state/blocks.ts'
import { useSession, useStores } from '../state/stores.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/text-field.tsx'

/** Asks what the block of the selected layers is to be called. */
export function GroupDialog() {
  const isOpen = useSession(state => state.dialog === 'group')
  return isOpen && <Group />
}

function Group() {
  const stores = useStores()
  const [name, setName] = useState(() => freeBlockName(stores))
  const count = useSession(state => state.selection.size)
  const problem = problemWithBlockName(stores.document.getState().recorded, name.trim())
  const close = () => stores.session.set({ dialog: null })
  function make() {
    if (problem !== undefined) return
    close()
    groupSelection(stores, name.trim())
  }
  return (
    <Dialog title="Make a block of the selection" isOpen onClose={close} className="ask">
      <div className="ask-field">
        <TextField
          label="Name of the block"
          value={name}
          onType={setName}
          onCommit={setName}
          onEnter={make}
          isWrong={problem !== undefined}
          autoFocus
        />
      </div>
      <p className={`ask-text ${problem === undefined ? 'dim' : 'field-message'}`}>
        {problem ??
          `It holds ${count === 1 ? 'the selected layer' : `the ${count} selected layers`} and can be used again from the palette.`}
      </p>
      <div className="ask-buttons">
        <span className="spring" />
        <Button onPress={close}>Cancel</Button>
        <Button
          look="primary"
          off={problem !== undefined}
          {...(problem !== undefined && { tip: problem })}
          onPress={make}
        >
          Make the block
        </Button>
      </div>
    </Dialog>
  )
}
