import { memo } from 'react'
import type { Card } from '../state/cards.ts'
import { useSession, useStores } from '../state/stores.tsx'
import { useDrawing } from '../state/use-drawing.ts'
import { Glyph } from '../ui/glyph.tsx'

/** What the outline shows for a filter, in its order. */
export function cardsFor(cards: Iterable<Card>, filter: string): readonly Card[] {
  const word = filter.trim().toLowerCase()
  return [...cards].filter(card => `${card.name} ${card.type}`.toLowerCase().includes(word))
}

/** Every card of the open body in the file's order; a click shows it. */
export function Outline({ filter }: { filter: string }) {
  const cards = useDrawing(drawing => drawing.cards)
  const selection = useSession(state => state.selection)
  const found = cardsFor(cards.values(), filter)
  if (found.length === 0) return <p className="empty-note">No card matches.</p>
  return (
    <ol className="outline">
      {found.map(card => (
        <OutlineItem key={card.id} card={card} isSelected={selection.has(card.id)} />
      ))}
    </ol>
  )
}

interface OutlineItemProps {
  readonly card: Card
  readonly isSelected: boolean
}

const OutlineItem = memo(function OutlineItem({ card, isSelected }: OutlineItemProps) {
  const { session } = useStores()
  return (
    <li>
      <button
        type="button"
        className={`palette-item${isSelected ? ' on' : ''}`}
        onClick={() => session.show(card.id)}
      >
        <Glyph family={card.family} small />
        <span className="spring">{card.name}</span>
        <span className="tab-count">{card.outputs[0]?.text}</span>
      </button>
    </li>
  )
})
