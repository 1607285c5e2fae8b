import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { RunSummary } from '../../shared/rpc/engine-contract.ts'
import { afterAsking, placeDocument } from '../state/place.ts'
import { useRun, useStores } from '../state/stores.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { say } from '../ui/toast.tsx'
import { whenText } from '../ui/when.ts'
import { removeRun, resumeRun, stopRun } from './train.ts'
import './runs-panel.css'

export function RunsPanel() {
  const runs = useRun(state => state.runs)
  const shown = useRun(state => state.shown)
  const [doomed, setDoomed] = useState<RunSummary | null>(null)
  if (runs.length === 0) return <p className="empty-note">No run yet. Train begins one.</p>
  return (
    <>
      <table className="table runs">
        <thead>
          <tr>
            <th>Run</th>
            <th>State</th>
            <th className="number">Epochs</th>
            <th className="number">Epoch loss</th>
            <th className="number">Epoch accuracy</th>
            <th className="number">Validation</th>
            <th>Begun</th>
            <th>
              <span className="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {runs.map(run => (
            <Row key={run.runId} run={run} isShown={run.runId === shown} onRemove={setDoomed} />
          ))}
        </tbody>
      </table>
      {doomed && <RemoveDialog run={doomed} onClose={() => setDoomed(null)} />}
    </>
  )
}

interface RowProps {
  readonly run: RunSummary
  readonly isShown: boolean
  readonly onRemove: (run: RunSummary) => void
}

function Row({ run, isShown, onRemove }: RowProps) {
  const stores = useStores()
  const { runId, state, message, epoch, epochs, loss, started } = run
  const show = () => {
    stores.run.show(runId)
    stores.session.set({ dockTab: 'training', trainingView: 'run' })
  }
  return (
    <tr className={isShown ? 'on' : ''}>
      <td>
        <Button look="quiet" small tip="Show its curves" onPress={show}>
          {runId}
        </Button>
      </td>
      <td title={message ?? undefined}>
        <span className={`run-state ${state}`}>{state}</span>
      </td>
      <td className="number">
        {epoch} of {epochs}
      </td>
      <td className="number">{loss === null ? '' : loss.toPrecision(3)}</td>
      <td className="number">{percentOf(run.accuracy)}</td>
      <td className="number">{percentOf(run.valAccuracy)}</td>
      <td>{started === null ? '' : whenText(started)}</td>
      <td className="run-actions">
        <RunActions run={run} onRemove={onRemove} />
      </td>
    </tr>
  )
}

function RunActions({ run, onRemove }: Omit<RowProps, 'isShown'>) {
  const stores = useStores()
  const { runId, state, resumeStep, step } = run
  const isActive = state === 'running' || state === 'queued'
  // What failed before its first step would fail there again.
  const canGoOn = resumeStep !== null && !isActive && (state !== 'failed' || step > 0)
  return (
    <>
      {isActive && (
        <Button small onPress={() => void stopRun(stores, runId)}>
          Stop
        </Button>
      )}
      {canGoOn && (
        <Button small onPress={() => void resumeRun(stores, runId)}>
          Resume
        </Button>
      )}
      <Button small look="quiet" onPress={() => void openItsDrawing(stores, runId)}>
        Open its drawing
      </Button>
      <Button small look="quiet" onPress={() => stores.file.ask({ kind: 'export', runId })}>
        Export
      </Button>
      <Button
        small
        look="quiet"
        iconOnly
        off={isActive}
        tip={isActive ? 'Stop it first' : 'Delete this run'}
        onPress={() => !isActive && onRemove(run)}
      >
        <Trash2 size={14} strokeWidth={1.5} />
      </Button>
    </>
  )
}

async function openItsDrawing(stores: ReturnType<typeof useStores>, runId: string): Promise<void> {
  try {
    const details = await stores.link?.engine.runs.get({ runId })
    if (!details) return
    const { parseDocumentValue } = await import('../../shared/document/parse.ts')
    const { document } = parseDocumentValue(details.document)
    afterAsking(stores, () => placeDocument(stores, document, { kind: 'fresh' }))
  } catch (thrown) {
    say(thrown instanceof Error ? thrown.message : String(thrown), { tone: 'error' })
  }
}

function RemoveDialog({ run, onClose }: { run: RunSummary; onClose: () => void }) {
  const stores = useStores()
  return (
    <Dialog title={`Delete ${run.runId}?`} isOpen onClose={onClose} className="ask">
      <p className="ask-text">
        Its log, its checkpoints and with them its weights go. There is no undo for this.
      </p>
      <div className="ask-buttons">
        <span className="spring" />
        <Button onPress={onClose}>Keep it</Button>
        <Button
          look="primary"
          onPress={() => {
            onClose()
            void removeRun(stores, run.runId)
          }}
        >
          Delete the run
        </Button>
      </div>
    </Dialog>
  )
}

function percentOf(share: number | null): string {
  return share === null ? '' : `${(share * 100).toFixed(2)} %`
}
