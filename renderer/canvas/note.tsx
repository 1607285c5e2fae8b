// The note beside a card: what is wrong, and what each fix would lead to.
import { ViewportPortal } from '@xyflow/react'
import { CircleAlert, Lightbulb, TriangleAlert, X } from 'lucide-react'
import type { Fix, Problem, Severity } from '../../shared/graph/network.ts'
import { keysText } from '../commands/command.ts'
import { cardHeight, cardWidth } from '../state/arrange.ts'
import type { Drawing } from '../state/drawing.ts'
import { mend } from '../state/editing.ts'
import { effectOf } from '../state/fixes.ts'
import { useDocument, useSession, useStores } from '../state/stores.tsx'
import { useDrawing } from '../state/use-drawing.ts'
import { useFlowStoreApi } from './flow.ts'
import './note.css'

const icons: Readonly<Record<Severity, typeof CircleAlert>> = {
  error: CircleAlert,
  warning: TriangleAlert,
  hint: Lightbulb,
}

export function Note() {
  const { session } = useStores()
  // Read when the drawing changes and not while it is moved, so that the note stays on its side.
  const flow = useFlowStoreApi()
  const selection = useSession(state => state.selection)
  const byHand = useSession(state => state.note)
  const drawing = useDrawing(current => current)
  const card = cardWithNote(drawing, selection)
  if (card === null) return null
  const [problem, ...others] = drawing.problems.get(card) ?? []
  const position = drawing.positions.get(card)
  if (!problem || !position) return null
  const isOpen = byHand?.card === card ? byHand.isOpen : problem.severity === 'error'
  if (!isOpen) return null
  const { side, lift } = placeOf(drawing, card, flow.getState(), heightOf(problem, others.length))
  const x = side === 'right' ? position.x + cardWidth + 18 : position.x - 18
  const Icon = icons[problem.severity]
  const [sentence, arithmetic] = splitMessage(problem.message)
  return (
    <ViewportPortal>
      <div
        className={`note ${problem.severity} ${side} nodrag nopan`}
        style={
          {
            left: x,
            top: position.y - 2 - lift,
            '--arrow': `${24 + lift}px`,
          } as React.CSSProperties
        }
        aria-label={`Problem of ${card}`}
        role="alert"
      >
        <h2>
          <Icon size={16} strokeWidth={1.5} />
          <span className="spring">{sentence}</span>
          <button
            type="button"
            aria-label="Close the note"
            onClick={() => session.set({ note: { card, isOpen: false } })}
          >
            <X size={14} strokeWidth={1.5} />
          </button>
        </h2>
        {arithmetic && <p>{arithmetic}</p>}
        {problem.fixes.slice(0, 3).map((fix, index) => (
          <FixRow key={fix.label} problem={problem} fix={fix} isFirst={index === 0} />
        ))}
        {others.length > 0 && (
          <button
            type="button"
            className="note-more"
            onClick={() => session.set({ dockTab: 'problems' })}
          >
            {others.length === 1 ? 'One more problem here' : `${others.length} more problems here`}
          </button>
        )}
      </div>
    </ViewportPortal>
  )
}

function FixRow({ problem, fix, isFirst }: { problem: Problem; fix: Fix; isFirst: boolean }) {
  const stores = useStores()
  const present = useDocument(state => state.present)
  return (
    <button
      type="button"
      className={`fix${isFirst ? ' first' : ''}`}
      onClick={() => mend(stores, fix)}
    >
      <b>{fix.label}</b>
      {isFirst && <kbd>{keysText('Ctrl+.')}</kbd>}
      <span>{effectOf(present, problem, fix)}</span>
    </button>
  )
}

/** The selected card if it has a problem; without a selection the first card with an error. */
function cardWithNote(drawing: Drawing, selection: ReadonlySet<string>): string | null {
  const [chosen] = selection
  if (selection.size === 1 && chosen !== undefined && drawing.problems.has(chosen)) return chosen
  for (const [id, problems] of drawing.problems)
    if (problems.some(problem => problem.severity === 'error')) return id
  return null
}

/** The sentence, and the arithmetic behind its colon. */
function splitMessage(message: string): readonly [string, string | null] {
  const colon = message.indexOf(': (')
  return colon < 0 ? [message, null] : [`${message.slice(0, colon)}.`, message.slice(colon + 2)]
}

const noteWidth = 264

/** Near enough to keep it in sight without measuring: 18 a line, 47 a fix. */
function heightOf({ message, fixes }: Problem, others: number): number {
  return (
    30 +
    18 * Math.ceil(message.length / 30) +
    47 * Math.min(3, fixes.length) +
    (others > 0 ? 24 : 0)
  )
}

interface View {
  readonly transform: readonly [x: number, y: number, zoom: number]
  readonly width: number
  readonly height: number
}

/**
 * Beside the card where no other card stands, else over its neighbours at the right; always where
 * it can be seen. `lift` moves it up where the card is low.
 */
function placeOf(drawing: Drawing, id: string, view: View, height: number) {
  const at = drawing.positions.get(id) ?? { x: 0, y: 0 }
  const [panX, panY, zoom] = view.transform
  const sides = {
    right: { from: at.x + cardWidth + 18, to: at.x + cardWidth + 18 + noteWidth / zoom },
    left: { from: at.x - 18 - noteWidth / zoom, to: at.x - 18 },
  }
  const isSeen = ({ from, to }: { from: number; to: number }) =>
    from * zoom + panX >= 4 && to * zoom + panX <= view.width - 4
  const isFree = ({ from, to }: { from: number; to: number }) =>
    [...drawing.positions].every(
      ([other, { x, y }]) =>
        other === id ||
        x + cardWidth < from ||
        x > to ||
        y + cardHeight < at.y ||
        y > at.y + height,
    )
  const order = ['right', 'left'] as const
  const side =
    order.find(name => isSeen(sides[name]) && isFree(sides[name])) ??
    order.find(name => isSeen(sides[name])) ??
    'right'
  const below = (at.y * zoom + panY + height - view.height) / zoom
  return { side, lift: Math.round(Math.min(Math.max(0, below), (height - 60) / zoom)) }
}
