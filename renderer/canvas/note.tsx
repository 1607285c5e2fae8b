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
import './note.css'

const icons: Readonly<Record<Severity, typeof CircleAlert>> = {
  error: CircleAlert,
  warning: TriangleAlert,
  hint: Lightbulb,
}

export function Note() {
  const { session } = useStores()
  const selection = useSession(state => state.selection)
  const closed = useSession(state => state.closedNote)
  const drawing = useDrawing(current => current)
  const card = cardWithNote(drawing, selection)
  if (card === null || closed === card) return null
  const [problem, ...others] = drawing.problems.get(card) ?? []
  const position = drawing.positions.get(card)
  if (!problem || !position) return null
  const side = sideOf(drawing, card)
  const x = side === 'right' ? position.x + cardWidth + 18 : position.x - 18
  const Icon = icons[problem.severity]
  return (
    <ViewportPortal>
      <aside
        className={`note ${problem.severity} ${side} nodrag nopan`}
        style={{ left: x, top: position.y - 2 }}
        aria-label={`Problem of ${card}`}
        role="alert"
      >
        <h3>
          <Icon size={16} strokeWidth={1.5} />
          <span className="spring">{problem.message}</span>
          <button
            type="button"
            aria-label="Close the note"
            onClick={() => session.set({ closedNote: card })}
          >
            <X size={14} strokeWidth={1.5} />
          </button>
        </h3>
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
      </aside>
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

/** At the right where no card stands, else at the left, else at the right over the others. */
function sideOf(drawing: Drawing, id: string): 'left' | 'right' {
  const at = drawing.positions.get(id)
  if (!at) return 'right'
  const isFree = (from: number, to: number) =>
    [...drawing.positions].every(
      ([other, { x, y }]) =>
        other === id || x + cardWidth < from || x > to || y + cardHeight < at.y || y > at.y + 220,
    )
  const right = at.x + cardWidth + 18
  if (isFree(right, right + 250)) return 'right'
  return isFree(at.x - 18 - 250, at.x - 18) ? 'left' : 'right'
}
