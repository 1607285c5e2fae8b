// The share of a card in the network's cost, in six steps.
import type { Card } from './cards.ts'
import type { Heat } from './session-store.ts'

export function costOf(card: Card, heat: Heat): number {
  switch (heat) {
    case 'macs':
      return card.macCount
    case 'parameters':
      return card.parameterCount
    case 'memory':
      return card.activationBytes
  }
}

export function shareOf(card: Card, heat: Heat, cards: Iterable<Card>): number {
  let total = 0
  for (const other of cards) total += costOf(other, heat)
  return total === 0 ? 0 : costOf(card, heat) / total
}

const steps = [0.001, 0.08, 0.12, 0.16, 0.24] as const

/** 0 (none) to 5 (more than 24 %). */
export function heatStep(share: number): number {
  const above = steps.findIndex(step => share <= step)
  return above < 0 ? 5 : above
}
