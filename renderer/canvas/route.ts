// The way of a wire: vertical first, round corners, through the gutters between columns.
import type { Position } from '../../shared/document/types.ts'
import { cardHeight, cardWidth } from '../state/arrange.ts'

const radius = 9
/** How far a wire goes straight before it turns. */
const out = 20
/** Space that a wire keeps from cards that are not its own. */
const clearance = 6

export interface Point {
  readonly x: number
  readonly y: number
}

/** Ports stand 24 apart around the middle of the card's edge. */
export function portX(index: number, count: number): number {
  return cardWidth / 2 + (index - (count - 1) / 2) * 24
}

/**
 * `cards` gives the corners of those that the wire must not cross. Most wires lead to the card below
 * and never ask.
 */
export function routeOf(
  from: Point,
  to: Point,
  cards: () => readonly Position[],
): readonly Point[] {
  const isDirect = Math.abs(from.x - to.x) < 1 && to.y > from.y
  if (isDirect && to.y - from.y < 60) return [from, to]
  const others = cards()
  if (isDirect && isFree([from, to], others)) return [from, to]
  const candidates = to.y - from.y >= 24 ? downward(from, to) : []
  const found = [...candidates, ...aroundGutters(from, to)].find(way => isFree(way, others))
  return found ?? candidates[0] ?? aroundGutters(from, to)[0] ?? [from, to]
}

/** One bend, near the target or near the source. */
function downward(from: Point, to: Point): readonly (readonly Point[])[] {
  if (Math.abs(from.x - to.x) < 1) return []
  const gap = Math.min(18, (to.y - from.y) / 2)
  return [to.y - gap, from.y + gap].map(y => [from, { x: from.x, y }, { x: to.x, y }, to])
}

/** Out, into a gutter, along it and back: between the columns first, then beside the cards. */
function aroundGutters(from: Point, to: Point): readonly (readonly Point[])[] {
  const side = cardWidth / 2 + 26
  const between = (from.x + to.x) / 2
  const isApart = Math.abs(from.x - to.x) > cardWidth + 16
  const right = Math.max(from.x, to.x) + side
  const left = Math.min(from.x, to.x) - side
  const gutters = [...(isApart ? [between] : []), right, left, right + 24, left - 24]
  return gutters.map(x => [
    from,
    { x: from.x, y: from.y + out },
    { x, y: from.y + out },
    { x, y: to.y - out },
    { x: to.x, y: to.y - out },
    to,
  ])
}

function isFree(way: readonly Point[], cards: readonly Position[]): boolean {
  for (let index = 1; index < way.length; index++) {
    const a = way[index - 1]
    const b = way[index]
    if (a && b && cards.some(card => crosses(a, b, card))) return false
  }
  return true
}

function crosses(a: Point, b: Point, card: Position): boolean {
  return (
    Math.max(a.x, b.x) > card.x - clearance &&
    Math.min(a.x, b.x) < card.x + cardWidth + clearance &&
    Math.max(a.y, b.y) > card.y - clearance &&
    Math.min(a.y, b.y) < card.y + cardHeight + clearance
  )
}

/** SVG path with quarter circles at the corners. */
export function pathOf(way: readonly Point[]): string {
  const points = way.filter((point, index) => !isSame(point, way[index - 1]))
  const [first] = points
  if (!first) return ''
  let path = `M${first.x} ${first.y}`
  for (let index = 1; index < points.length; index++) {
    const corner = points[index]
    const before = points[index - 1]
    const after = points[index + 1]
    if (!corner || !before) continue
    if (!after) path += `L${corner.x} ${corner.y}`
    else {
      const r = Math.min(radius, distance(before, corner) / 2, distance(corner, after) / 2)
      const start = towards(corner, before, r)
      const end = towards(corner, after, r)
      path += `L${start.x} ${start.y}Q${corner.x} ${corner.y} ${end.x} ${end.y}`
    }
  }
  return path
}

function isSame(a: Point, b: Point | undefined): boolean {
  return b !== undefined && a.x === b.x && a.y === b.y
}

function distance(a: Point, b: Point): number {
  return Math.abs(a.x - b.x) + Math.abs(a.y - b.y)
}

function towards(from: Point, to: Point, length: number): Point {
  return {
    x: from.x + Math.sign(to.x - from.x) * length,
    y: from.y + Math.sign(to.y - from.y) * length,
  }
}
