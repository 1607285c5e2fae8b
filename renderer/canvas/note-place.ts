// Where the note of a card goes: beside it and where it can be seen, never over it.
import type { Position } from '../../shared/document/types.ts'
import { cardHeight, cardWidth } from '../state/arrange.ts'
import { type Box, freeHeight } from './obstacles.ts'

export interface View {
  readonly transform: readonly [x: number, y: number, zoom: number]
  readonly width: number
  readonly height: number
}

export interface NotePlace {
  readonly side: 'right' | 'left' | 'below' | 'above'
  /** On the canvas: of the corner that is at the card. */
  readonly x: number
  readonly y: number
  /** How far it is moved up from the card's top, because the card is low; down where negative. */
  readonly lift: number
}

const noteWidth = 264
const gap = 18

/** `height` is that of the note at 100 %. Beside the card where no other card stands, if possible. */
export function placeOfNote(
  positions: ReadonlyMap<string, Position>,
  id: string,
  view: View,
  height: number,
  obstacles: readonly Box[] = [],
): NotePlace {
  const at = positions.get(id) ?? { x: 0, y: 0 }
  const [panX, panY, zoom] = view.transform
  // Notes grow with the cards, but do not shrink with them.
  const scale = Math.max(1, zoom) / zoom
  const sides = {
    right: { from: at.x + cardWidth + gap, to: at.x + cardWidth + gap + noteWidth * scale },
    left: { from: at.x - gap - noteWidth * scale, to: at.x - gap },
  }
  const isSeen = ({ from, to }: { from: number; to: number }) =>
    from * zoom + panX >= 4 && to * zoom + panX <= view.width - 4
  const isFree = ({ from, to }: { from: number; to: number }) =>
    [...positions].every(
      ([other, { x, y }]) =>
        other === id ||
        x + cardWidth < from ||
        x > to ||
        y + cardHeight < at.y ||
        y > at.y + height * scale,
    )
  const order = ['right', 'left'] as const
  const side =
    order.find(name => isSeen(sides[name]) && isFree(sides[name])) ??
    order.find(name => isSeen(sides[name]))
  const bottom = (view.height - panY) / zoom
  if (side === undefined) return overOrUnder(at, view, height * scale, bottom)
  const { from, to } = sides[side]
  const span = { left: from * zoom + panX, right: to * zoom + panX }
  const free = freeHeight(span, view.height, obstacles, 4)
  const isCardSeen = bottom > at.y && (at.y + cardHeight) * zoom + panY > 0
  const top = at.y - 2
  const highest = (free.top - panY) / zoom
  const lowest = Math.max(highest, (free.bottom - panY) / zoom - height * scale)
  const y = isCardSeen ? Math.min(Math.max(top, highest), lowest) : top
  return { side, x: side === 'right' ? from : to, y, lift: top - y }
}

/** In a window that has no room beside the card. */
function overOrUnder(at: Position, view: View, height: number, bottom: number): NotePlace {
  const [panX, , zoom] = view.transform
  const last = (view.width - 4 - panX) / zoom - noteWidth * (Math.max(1, zoom) / zoom)
  const x = Math.max((4 - panX) / zoom, Math.min(at.x, last))
  const under = at.y + cardHeight + gap
  return under + height <= bottom
    ? { side: 'below', x, y: under, lift: 0 }
    : { side: 'above', x, y: at.y - gap, lift: 0 }
}
