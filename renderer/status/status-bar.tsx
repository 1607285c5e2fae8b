import { Check, CircleAlert } from 'lucide-react'
import { counted } from '../state/cards.ts'
import { runningRun } from '../state/run-store.ts'
import { useRun, useSession, useStores } from '../state/stores.tsx'
import { useDrawing, useNetwork } from '../state/use-drawing.ts'
import type { Width } from '../ui/use-width.ts'
import { clockText } from '../ui/when.ts'
import './status-bar.css'

export function StatusBar({ width }: { width: Width }) {
  const isWide = width === 'wide'
  return (
    <footer className="status-bar" data-region="status">
      <Problems isWide={isWide} />
      {isWide && <Counts />}
      {isWide && <Selected />}
      <span className="spring" />
      <Engine isWide={isWide} />
    </footer>
  )
}

function Problems({ isWide }: { isWide: boolean }) {
  const { session } = useStores()
  const { problems } = useNetwork()
  const count = (severity: string) => problems.filter(item => item.severity === severity).length
  const [errors, warnings, hints] = [count('error'), count('warning'), count('hint')]
  const rest = [counted(warnings, 'warning'), counted(hints, 'hint')].filter(Boolean).join(', ')
  return (
    <button
      type="button"
      className="status-problems"
      aria-live="polite"
      onClick={() => session.set({ dockTab: 'problems' })}
    >
      {errors > 0 ? (
        <span className="status-error">
          <CircleAlert size={14} strokeWidth={1.5} />
          {counted(errors, 'error')}
        </span>
      ) : (
        problems.length === 0 && (
          <span>
            <Check size={14} strokeWidth={1.5} />
            No problems
          </span>
        )
      )}
      {rest && (isWide || errors === 0) && <span>{rest}</span>}
    </button>
  )
}

function Counts() {
  const cards = useDrawing(drawing => drawing.cards.size)
  const wires = useDrawing(drawing => drawing.wires.length)
  const layers = useNetwork(network => network.layers.length)
  const isFlat = useDrawing(drawing => drawing.scope.place === null && layers === cards)
  return (
    <span>
      {isFlat
        ? `${counted(layers, 'layer') || 'no layers'}, ${counted(wires, 'wire') || 'no wires'}`
        : `${counted(cards, 'card') || 'no cards'}, ${counted(layers, 'layer') || 'no layers'} in all`}
    </span>
  )
}

function Selected() {
  const selection = useSession(state => state.selection)
  const [first] = selection
  const name = useDrawing(drawing => (first === undefined ? '' : drawing.cards.get(first)?.name))
  if (selection.size === 0) return null
  return <span>{selection.size === 1 ? `${name} selected` : `${selection.size} selected`}</span>
}

function Engine({ isWide }: { isWide: boolean }) {
  const link = useRun(state => state.link)
  const engine = useRun(state => state.engine)
  const status = useRun(state => state.status)
  const running = useRun(runningRun)
  const version = status?.tensorflow.version
  if (!engine || link !== 'connected')
    return <span>{link === 'lost' ? 'host does not answer' : 'no engine'}</span>
  return (
    <>
      {isWide && running !== null && <RunningRun runId={running} />}
      {isWide && status && version && (
        <span>
          TensorFlow {version}, {status.cores} CPU cores
        </span>
      )}
      <span>
        <i className={`engine-dot ${engine.state}`} />
        {running === null ? `engine ${engine.state}` : 'training'}
      </span>
    </>
  )
}

/** A run trains the drawing as it was when it began; edits since are not in it. */
function RunningRun({ runId }: { runId: string }) {
  const started = useRun(state => state.runs.find(run => run.runId === runId)?.started)
  if (started == null) return null
  return (
    <span>
      {runId} uses the drawing as of {clockText(started)}
    </span>
  )
}
