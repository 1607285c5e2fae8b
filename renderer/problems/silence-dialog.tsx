import { useState } from 'react'
import type { Problem } from '../../shared/graph/network.ts'
import { silence } from '../state/silence.ts'
import { useStores } from '../state/stores.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/text-field.tsx'

interface SilenceDialogProps {
  readonly problem: Problem
  readonly onClose: () => void
}

/** Asks why a warning or a hint does not count at its layer. */
export function SilenceDialog({ problem, onClose }: SilenceDialogProps) {
  const stores = useStores()
  const [reason, setReason] = useState('')
  function carryOut() {
    if (reason.trim() === '') return
    silence(stores, problem, reason.trim())
    onClose()
  }
  return (
    <Dialog title="Silence this here?" isOpen onClose={onClose} className="ask">
      <p className="ask-text">
        {problem.message} It will not be listed for this layer any more; the reason is kept in the
        file, and the list of silenced problems brings it back.
      </p>
      <div className="ask-field">
        <TextField
          label="Reason"
          placeholder="Why it does not count here"
          value={reason}
          autoFocus
          onType={setReason}
          onCommit={setReason}
          onEnter={carryOut}
        />
      </div>
      <div className="ask-buttons">
        <span className="spring" />
        <Button onPress={onClose}>Cancel</Button>
        <Button look="primary" off={reason.trim() === ''} onPress={carryOut}>
          Silence
        </Button>
      </div>
    </Dialog>
  )
}
