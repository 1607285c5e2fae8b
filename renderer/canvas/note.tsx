// The note beside a card: what is wrong, and what each fix would lead to.
import { ViewportPortal } from '@xyflow/react'
import { CircleAlert, Lightbulb, TriangleAlert, X } from 'lucide-react'
import { memo, useLayoutEffect, useRef, useState } from 'react'
import type { Fix, Problem, Severity } from '../../shared/graph/network.ts'
import { rankFixes } from '../../shared/graph/rank-fixes.ts'
import { keysText } from '../commands/command.ts'
import type { Drawing } from '../state/drawing.ts'
import { mend } from '../state/editing.ts'
import { effectOf } from '../state/fixes.ts'
import { elsewhereOf } from '../state/scope.ts'
import type { SessionState } from '../state/session-store.ts'
import { useDocument, useSession, useStores } from '../state/stores.tsx'
import { useDrawing } from '../state/use-drawing.ts'
import { useFlowStore, useFlowStoreApi } from './flow.ts'
import { placeOfNote } from './note-place.ts'
import { obstaclesIn } from './obstacles.ts'
import './note.css'

const icons: Readonly<Record<Severity, typeof CircleAlert>> = {
  error: CircleAlert,
  warning: TriangleAlert,
  hint: Lightbulb,
}

export function Note() {
  const { session } = useStores()
  const flow = useFlowStoreApi()
  useFlowStore(({ width, height, transform }) => `${width} ${height} ${transform.join(' ')}`)
  const box = useRef<HTMLDivElement>(null)
  const [height, setHeight] = useState(0)
  useLayoutEffect(() => setHeight(box.current?.offsetHeight ?? 0))
  const selection = useSession(state => state.selection)
  const byHand = useSession(state => state.note)
  const drawing = useDrawing(current => current)
  const card = cardWithNote(drawing, selection, byHand)
  if (card === null) return null
  const [problem, ...others] = drawing.problems.get(card) ?? []
  const position = drawing.positions.get(card)
  if (!problem || !position) return null
  const isOpen = byHand?.card === card ? byHand.isOpen : problem.severity === 'error'
  if (!isOpen) return null
  const view = flow.getState()
  const obstacles = view.domNode ? obstaclesIn(view.domNode) : []
  const { side, x, y, lift } = placeOfNote(drawing.positions, card, view, height, obstacles)
  const elsewhere = elsewhereOf(drawing.scope, problem)
  const Icon = icons[problem.severity]
  const [sentence, arithmetic] = splitMessage(problem.message)
  return (
    <ViewportPortal>
      <div
        ref={box}
        className={`note ${problem.severity} ${side} nodrag nopan`}
        style={
          {
            left: x,
            top: y,
            '--arrow': `${Math.max(10, 24 + lift)}px`,
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
        {elsewhere && <p>{elsewhere}</p>}
        <FixRows problem={problem} />
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

function FixRows({ problem }: { problem: Problem }) {
  const present = useDocument(state => state.present)
  return rankFixes(present, problem)
    .slice(0, 3)
    .map((fix, index) => (
      <FixRow key={fix.label} problem={problem} fix={fix} isFirst={index === 0} />
    ))
}

interface FixRowProps {
  readonly problem: Problem
  readonly fix: Fix
  readonly isFirst: boolean
}

/** Each asks the analysis, which must not happen while the view moves. */
const FixRow = memo(function FixRow({ problem, fix, isFirst }: FixRowProps) {
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
})

/**
 * The selected card if it has an error or its note was opened or closed by hand; otherwise the first card
 * with an error: a hint at the selected one does not hide what is wrong elsewhere.
 */
function cardWithNote(
  drawing: Drawing,
  selection: ReadonlySet<string>,
  byHand: SessionState['note'],
): string | null {
  const [chosen] = selection
  if (selection.size === 1 && chosen !== undefined && drawing.problems.has(chosen)) {
    const isWrong = drawing.problems.get(chosen)?.[0]?.severity === 'error'
    if (isWrong || byHand?.card === chosen) return chosen
  }
  for (const [id, problems] of drawing.problems)
    if (problems.some(problem => problem.severity === 'error')) return id
  return null
}

/** The sentence, and the arithmetic behind its colon. */
function splitMessage(message: string): readonly [string, string | null] {
  const colon = message.indexOf(': (')
  return colon < 0 ? [message, null] : [`${message.slice(0, colon)}.`, message.slice(colon + 2)]
}
