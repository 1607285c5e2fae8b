// Where the layout puts the nodes of a body. A chain runs from top to bottom and is folded into
// columns; a graph with branches is laid out in ranks. elkjs does the same better, but not at once:
// `canvas/arrange-with-elk.ts` asks it when the person says Arrange.
import type { Block, Position } from '../../shared/document/types.ts'

export const cardWidth = 232
export const cardHeight = 64
/** From the top of one card to the top of the next below it. */
export const rowPitch = 100
export const columnPitch = 324

export function arrangeBody(body: Block, rows: number): ReadonlyMap<string, Position> {
  const chain = chainOf(body)
  return chain ? foldChain(chain, rows) : layoutRanks(body)
}

/** The nodes in order where they form one line without branches, else null. */
export function chainOf(body: Block): readonly string[] | null {
  const next = new Map<string, string>()
  const hasInput = new Set<string>()
  for (const { source, target } of body.edges) {
    if (next.has(source) || hasInput.has(target)) return null
    next.set(source, target)
    hasInput.add(target)
  }
  const chain: string[] = []
  for (const { id } of body.nodes) {
    if (hasInput.has(id)) continue
    for (let at: string | undefined = id; at !== undefined; at = next.get(at)) chain.push(at)
  }
  return chain.length === body.nodes.length ? chain : null
}

function foldChain(chain: readonly string[], rows: number): ReadonlyMap<string, Position> {
  const columns = Math.max(1, Math.ceil(chain.length / Math.max(2, rows)))
  const perColumn = Math.ceil(chain.length / columns)
  return new Map(
    chain.map((id, index) => [
      id,
      { x: Math.floor(index / perColumn) * columnPitch, y: (index % perColumn) * rowPitch },
    ]),
  )
}

/** A node or, where a wire passes a rank, its place there. */
interface Spot {
  readonly id: string | null
  x: number
  readonly above: Spot[]
  readonly below: Spot[]
}

function layoutRanks(body: Block): ReadonlyMap<string, Position> {
  const ranks = spotsByRank(body, rankOf(body))
  for (let pass = 0; pass < 8; pass++) {
    const isDown = pass % 2 === 0
    for (const rank of isDown ? ranks : ranks.toReversed())
      settle(rank, spot => (isDown ? spot.above : spot.below))
  }
  const positions = new Map<string, Position>()
  const left = Math.min(...ranks.flat().map(spot => spot.x - laneWidth / 2), Infinity)
  for (const [index, rank] of ranks.entries())
    for (const spot of rank)
      if (spot.id !== null)
        positions.set(spot.id, {
          x: Math.round(spot.x - cardWidth / 2 - left),
          y: index * rowPitch,
        })
  return positions
}

/** Longest way from a beginning; what lies on a circle, or behind one, begins anew. */
function rankOf(body: Block): ReadonlyMap<string, number> {
  const leaving = Map.groupBy(body.edges, edge => edge.source)
  const open = new Map<string, number>(body.nodes.map(node => [node.id, 0]))
  for (const { target } of body.edges) open.set(target, (open.get(target) ?? 0) + 1)
  const ranks = new Map<string, number>(body.nodes.map(node => [node.id, 0]))
  const ready = body.nodes.flatMap(node => (open.get(node.id) === 0 ? node.id : []))
  for (const id of ready)
    for (const { target } of leaving.get(id) ?? []) {
      ranks.set(target, Math.max(ranks.get(target) ?? 0, (ranks.get(id) ?? 0) + 1))
      const left = (open.get(target) ?? 1) - 1
      open.set(target, left)
      if (left === 0) ready.push(target)
    }
  return ranks
}

function spotsByRank(body: Block, rankById: ReadonlyMap<string, number>): Spot[][] {
  const ranks: Spot[][] = []
  const spots = new Map<string, Spot>()
  const place = (id: string | null, rank: number): Spot => {
    const spot: Spot = { id, x: 0, above: [], below: [] }
    while (ranks.length <= rank) ranks.push([])
    ranks[rank]?.push(spot)
    return spot
  }
  for (const { id } of body.nodes) spots.set(id, place(id, rankById.get(id) ?? 0))
  for (const { source, target } of body.edges) {
    let from = spots.get(source)
    const to = spots.get(target)
    if (!from || !to) continue
    const end = rankById.get(target) ?? 0
    for (let rank = (rankById.get(source) ?? 0) + 1; rank < end; rank++) {
      const passing = place(null, rank)
      from.below.push(passing)
      passing.above.push(from)
      from = passing
    }
    from.below.push(to)
    to.above.push(from)
  }
  for (const rank of ranks) spread(rank)
  return ranks
}

/** A passing wire gets the room of a card, so that the lanes of branches stay straight. */
const laneWidth = cardWidth + 52

function spread(rank: readonly Spot[]): void {
  let x = (-rank.length * laneWidth) / 2
  for (const spot of rank) {
    spot.x = x + laneWidth / 2
    x += laneWidth
  }
}

/** Orders a rank by the middle of its neighbours and pushes apart what would overlap. */
function settle(rank: Spot[], neighboursOf: (spot: Spot) => readonly Spot[]): void {
  const wish = new Map(rank.map(spot => [spot, middle(neighboursOf(spot)) ?? spot.x]))
  rank.sort((a, b) => (wish.get(a) ?? 0) - (wish.get(b) ?? 0))
  let edge = -Infinity
  let pushed = 0
  for (const spot of rank) {
    const wanted = wish.get(spot) ?? spot.x
    spot.x = Math.max(wanted, edge + laneWidth / 2)
    edge = spot.x + laneWidth / 2
    pushed += spot.x - wanted
  }
  for (const spot of rank) spot.x -= pushed / rank.length
}

function middle(spots: readonly Spot[]): number | null {
  return spots.length === 0 ? null : spots.reduce((sum, spot) => sum + spot.x, 0) / spots.length
}
