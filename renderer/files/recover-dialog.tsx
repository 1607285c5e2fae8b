import { useState } from 'react'
import { parseDocument } from '../../shared/document/parse.ts'
import type { DraftSummary } from '../../shared/rpc/host-contract.ts'
import { placeDocument } from '../state/place.ts'
import { useStores } from '../state/stores.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { say } from '../ui/toast.tsx'
import { whenText } from '../ui/when.ts'
import { discardDraft, readDraft } from './drafts.ts'

/** Work that a window left behind when it ended without a word. */
export function RecoverDialog({ drafts }: { drafts: readonly DraftSummary[] }) {
  const stores = useStores()
  const [left, setLeft] = useState(drafts)
  const { file } = stores
  async function take(summary: DraftSummary) {
    const found = await readDraft(stores, summary.id)
    if (!found) return say('That draft is not there any more.')
    try {
      const { document } = parseDocument(found.text)
      const { path, baseHash: hash } = found
      placeDocument(stores, document, { kind: 'work', path, hash, draftId: found.id })
    } catch (thrown) {
      say(thrown instanceof Error ? thrown.message : String(thrown), { tone: 'error' })
    }
  }
  async function drop(summary: DraftSummary) {
    await discardDraft(stores, summary.id)
    const rest = left.filter(other => other.id !== summary.id)
    setLeft(rest)
    if (rest.length === 0) file.close()
  }
  return (
    <Dialog title="Unsaved work was found" isOpen onClose={file.close} className="ask">
      <p className="ask-text">
        A window ended before its changes were saved. They are kept until you decide.
      </p>
      <ul className="file-list">
        {left.map(summary => (
          <li key={summary.id} className="file-row">
            <span className="file-name">{summary.name}</span>
            <span className="dim">
              {summary.path ?? 'never saved'}, {whenText(summary.saved)}
            </span>
            <Button small look="quiet" onPress={() => void drop(summary)}>
              Discard
            </Button>
            <Button small onPress={() => void take(summary)}>
              Open
            </Button>
          </li>
        ))}
      </ul>
      <div className="ask-buttons">
        <span className="spring" />
        <Button onPress={file.close}>Decide later</Button>
      </div>
    </Dialog>
  )
}
