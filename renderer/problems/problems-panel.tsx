import { ChevronDown, CircleAlert, CircleCheck, Lightbulb, TriangleAlert } from 'lucide-react'
import { type MouseEvent, useState } from 'react'
import type { Fix, Problem, Severity } from '../../shared/graph/network.ts'
import { rankFixes } from '../../shared/graph/rank-fixes.ts'
import { counted } from '../state/cards.ts'
import { cardOfProblem } from '../state/drawing.ts'
import { mend } from '../state/editing.ts'
import { familyOf } from '../state/families.ts'
import { effectOf, mendAll } from '../state/fixes.ts'
import { pathToProblem } from '../state/go-to.ts'
import { hear, placeToSilence } from '../state/silence.ts'
import { useDocument, useSession, useStores } from '../state/stores.tsx'
import { useDrawing, useNetwork } from '../state/use-drawing.ts'
import { Button } from '../ui/button.tsx'
import { Glyph } from '../ui/glyph.tsx'
import { Menu } from '../ui/menu.tsx'
import { SilenceDialog } from './silence-dialog.tsx'
import './problems-panel.css'

export function ProblemsPanel() {
  const { problems } = useNetwork()
  return (
    <>
      {problems.length === 0 ? (
        <p className="empty-note no-problems">
          <CircleCheck size={16} strokeWidth={1.5} />
          No problems. The network can be trained.
        </p>
      ) : (
        <ProblemTable problems={problems} />
      )}
      <SilencedList />
    </>
  )
}

/** What the drawing silences, folded away. */
function SilencedList() {
  const stores = useStores()
  const { silenced } = useNetwork()
  if (silenced.length === 0) return null
  return (
    <details className="silenced">
      <summary>{counted(silenced.length, 'problem')} silenced</summary>
      <ul>
        {silenced.map(({ problem, reason }) => (
          <li key={`${problem.code} ${problem.node}`}>
            <span>
              {problem.node}: {problem.message} <i>{reason}</i>
            </span>
            <Button small onPress={() => hear(stores, problem)}>
              Hear again
            </Button>
          </li>
        ))}
      </ul>
    </details>
  )
}

function ProblemTable({ problems }: { problems: readonly Problem[] }) {
  return (
    <table className="table problems">
      <thead>
        <tr>
          <th>
            <span className="visually-hidden">Severity</span>
          </th>
          <th>What is wrong</th>
          <th>Where</th>
          <th>Fix</th>
        </tr>
      </thead>
      <tbody>
        {problems.map(problem => (
          <Row
            key={`${problem.code} ${problem.node} ${problem.parameter} ${problem.message}`}
            problem={problem}
          />
        ))}
      </tbody>
    </table>
  )
}

const icons: Readonly<Record<Severity, typeof CircleAlert>> = {
  error: CircleAlert,
  warning: TriangleAlert,
  hint: Lightbulb,
}

export function SeverityIcon({ severity }: { severity: Severity }) {
  const Icon = icons[severity]
  return (
    <Icon className={`severity ${severity}`} size={16} strokeWidth={1.5} aria-label={severity} />
  )
}

function Row({ problem }: { problem: Problem }) {
  const stores = useStores()
  const selection = useSession(state => state.selection)
  const card = useDrawing(drawing => cardOfProblem(drawing.scope, problem))
  const isSelected = card !== null && selection.has(card)
  return (
    <tr
      className={isSelected ? 'on' : ''}
      onClick={event => isOnRow(event) && goTo(stores, problem)}
    >
      <td className="severity-cell">
        <SeverityIcon severity={problem.severity} />
      </td>
      <td className="sentence">
        {problem.message} <WhyButton problem={problem} />
      </td>
      <td>
        <Where problem={problem} />
      </td>
      <td>
        <Fixes problem={problem} isFirst={problem.severity === 'error'} />
      </td>
    </tr>
  )
}

/** Not on one of its buttons, nor in a menu or a dialog that one of them has opened. */
function isOnRow({ currentTarget, target }: MouseEvent): boolean {
  return (
    target instanceof Element && currentTarget.contains(target) && target.closest('button') === null
  )
}

function WhyButton({ problem }: { problem: Problem }) {
  const { session } = useStores()
  return (
    <button
      type="button"
      className="link"
      aria-label={`Why this matters: ${problem.code}`}
      onClick={() => session.set({ help: `problem:${problem.code}` })}
    >
      Why?
    </button>
  )
}

function goTo(stores: ReturnType<typeof useStores>, problem: Problem): void {
  const target = pathToProblem(stores, problem)
  if (!target) return
  const { path } = stores.session.getState()
  if (JSON.stringify(path) !== JSON.stringify(target.path)) stores.session.open(target.path)
  stores.session.show(target.node)
}

function Where({ problem }: { problem: Problem }) {
  const stores = useStores()
  const network = useNetwork()
  const layer = problem.node === null ? undefined : network.byId.get(problem.node)
  if (problem.node === null) return <span className="dim">the network</span>
  const inside = problem.in?.block
  return (
    <button type="button" className="where" onClick={() => goTo(stores, problem)}>
      <Glyph family={familyOf(layer?.type ?? 'block')} small />
      {inside ? `${inside} / ${problem.in?.id}` : (layer?.name ?? problem.node)}
    </button>
  )
}

const silenceEntry = { id: 'silence', label: 'Silence here…' }

function Fixes({ problem, isFirst }: { problem: Problem; isFirst: boolean }) {
  const stores = useStores()
  const present = useDocument(state => state.present)
  const [isSilencing, setSilencing] = useState(false)
  const [best, ...others] = rankFixes(present, problem)
  const canSilence = placeToSilence(problem) !== null
  if (!best && !canSilence) return null
  return (
    <span className="fixes">
      {best && <FixButton fix={best} isFirst={isFirst} />}
      {isSilencing && <SilenceDialog problem={problem} onClose={() => setSilencing(false)} />}
      {(others.length > 0 || canSilence) && (
        <Menu
          label={canSilence ? 'Other ways' : 'Other fixes'}
          trigger={
            <Button small iconOnly tip={canSilence ? 'Other ways' : 'Other fixes'}>
              <ChevronDown size={14} strokeWidth={1.5} />
            </Button>
          }
          groups={[
            {
              entries: others.map(fix => ({
                id: fix.label,
                label: fix.label,
                note: effectOf(present, problem, fix),
              })),
            },
            ...(canSilence ? [{ entries: [silenceEntry] }] : []),
          ]}
          onChoose={label => {
            if (label === silenceEntry.id) setSilencing(true)
            const fix = others.find(other => other.label === label)
            if (fix) mend(stores, fix)
          }}
        />
      )}
      {best && <span className="fix-effect">{effectOf(present, problem, best)}</span>}
    </span>
  )
}

function FixButton({ fix, isFirst }: { fix: Fix; isFirst: boolean }) {
  const stores = useStores()
  return (
    <Button small look={isFirst ? 'primary' : 'plain'} onPress={() => mend(stores, fix)}>
      {fix.label}
    </Button>
  )
}

/** Stands in the dock's row of tabs. */
export function ProblemActions() {
  const { document } = useStores()
  const { problems } = useNetwork()
  const mendable = problems.filter(problem => problem.fixes.length > 0).length
  const count = (severity: Severity) =>
    problems.filter(problem => problem.severity === severity).length
  const summary = [
    counted(count('error'), 'error'),
    counted(count('warning'), 'warning'),
    counted(count('hint'), 'hint'),
  ]
  return (
    <>
      <span className="dim">{summary.filter(Boolean).join(', ')}</span>
      {mendable > 1 && (
        <Button small onPress={() => document.edit(`Fix ${mendable} problems`, mendAll)}>
          Fix all {mendable}
        </Button>
      )}
    </>
  )
}
