// One row per card, the dearest first to be seen by the bars.
import { alike, formatGrouped } from '../../shared/graph/format.ts'
import type { Card } from '../state/cards.ts'
import { costOf, heatStep } from '../state/heat.ts'
import { useSession, useStores } from '../state/stores.tsx'
import { useDrawing } from '../state/use-drawing.ts'
import { Glyph } from '../ui/glyph.tsx'
import { heatNames } from './heat.ts'
import './costs-panel.css'

export function CostsPanel() {
  const cards = useDrawing(drawing => drawing.cards)
  const heat = useSession(state => state.heat) ?? 'macs'
  const selection = useSession(state => state.selection)
  const total = [...cards.values()].reduce((sum, card) => sum + costOf(card, heat), 0)
  if (cards.size === 0) return <p className="empty-note">Add a layer and its costs stand here.</p>
  return (
    <table className="table">
      <thead>
        <tr>
          <th>Card</th>
          <th className="number">Output</th>
          <th className="number">Parameters</th>
          <th className="number">MACs</th>
          <th className="share-column">Share of {heatNames[heat]}</th>
          <th className="number">Receptive field</th>
        </tr>
      </thead>
      <tbody>
        {[...cards.values()].map(card => (
          <Row
            key={card.id}
            card={card}
            share={total === 0 ? 0 : costOf(card, heat) / total}
            isSelected={selection.has(card.id)}
          />
        ))}
      </tbody>
    </table>
  )
}

function Row({ card, share, isSelected }: { card: Card; share: number; isSelected: boolean }) {
  const { session } = useStores()
  const shapes = card.outputs.flatMap(({ shape, text }) => (shape ? text : []))
  return (
    <tr className={isSelected ? 'on' : ''} onClick={() => session.show(card.id)}>
      <td>
        <button type="button" className="where" onClick={() => session.show(card.id)}>
          <Glyph family={card.family} small />
          <b>
            {card.name}
            {card.repeat === null ? '' : ` ×${card.repeat}`}
          </b>
        </button>
      </td>
      <td className="number">{shapes.length > 0 ? alike(shapes) : '–'}</td>
      <td className="number">{exact(card.parameterCount)}</td>
      <td className="number">{exact(card.macCount)}</td>
      <td>
        {share > 0 && (
          <span className="share">
            <span className="share-text">{percent(share)}</span>
            <span
              className={`share-bar heat-${Math.max(1, heatStep(share))}`}
              style={{ width: `${Math.max(1, share * 110)}px` }}
            />
          </span>
        )}
      </td>
      <td className="number">{card.field?.replace('all', 'whole image') ?? '–'}</td>
    </tr>
  )
}

function exact(count: number): string {
  return count === 0 ? '–' : formatGrouped(count)
}

function percent(share: number): string {
  return share < 0.001 ? '<0.1 %' : `${(share * 100).toFixed(1)} %`
}
