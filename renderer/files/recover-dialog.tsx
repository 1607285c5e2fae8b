import { useEffect, useState } from 'react'
import { parseDocument } from '../../shared/document/parse.ts'
import { analyse } from '../../shared/graph/analyse.ts'
import { formatCount } from '../../shared/graph/format.ts'
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
  const [isSure, setSure] = useState(false)
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
  async function dropAll() {
    await Promise.all(left.map(summary => discardDraft(stores, summary.id)))
    file.close()
  }
  return (
    <Dialog
      title="Unsaved work was found"
      isOpen
      isFirm
      onClose={file.close}
      className="ask open-dialog"
    >
      <p className="ask-text">
        A window ended before its changes were saved. They are kept until you decide.
      </p>
      <ul className="file-list">
        {left.map(summary => (
          <li key={summary.id} className="file-row">
            <span className="file-name">{summary.name}</span>
            <DraftFacts summary={summary} />
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
        {left.length > 1 && (
          <Button look="quiet" onPress={() => (isSure ? void dropAll() : setSure(true))}>
            {isSure ? `Discard all ${left.length}, without undo` : 'Discard all'}
          </Button>
        )}
        <span className="spring" />
        <Button onPress={file.close}>Decide later</Button>
      </div>
    </Dialog>
  )
}

/** What tells drafts of one name apart: what is in them, and when they were written. */
function DraftFacts({ summary }: { summary: DraftSummary }) {
  const stores = useStores()
  const [inside, setInside] = useState('')
  useEffect(() => {
    let isShown = true
    async function read() {
      const draft = await readDraft(stores, summary.id)
      if (!draft || !isShown) return
      const { document } = parseDocument(draft.text)
      const { parameters } = analyse(document).totals
      const layers = `${formatCount(document.nodes.length)} layers`
      setInside(parameters === null ? layers : `${layers}, ${formatCount(parameters)} params`)
    }
    // A draft that cannot be read is still listed; opening it says why.
    read().catch(() => {})
    return () => {
      isShown = false
    }
  }, [stores, summary.id])
  const time = new Date(summary.saved).toLocaleTimeString('en-GB')
  const when = whenText(summary.saved)
  return (
    <span className="dim" title={`${new Date(summary.saved).toLocaleDateString('en-GB')}, ${time}`}>
      {[
        inside,
        summary.path?.split(/[\\/]/).at(-1) ?? 'never saved',
        when.includes(':') ? time : when,
      ]
        .filter(Boolean)
        .join(', ')}
    </span>
  )
}
