// Everything the canvas and the lists show of the open body, memoised on the document's identity.
// Cards and wires that say the same as before are the same objects, so that only what changed is
// painted again.
import { sameJson } from '../../shared/document/body.ts'
import type { Block, NetworkDocument, Position } from '../../shared/document/types.ts'
import type { Problem } from '../../shared/graph/network.ts'
import { arrangeBody, rowPitch } from './arrange.ts'
import { type Card, cardOf } from './cards.ts'
import { indexOf, livePath, type Scope, scopeOf } from './scope.ts'
import type { OpenBlock } from './session-store.ts'
import { type Wire, wiresOf } from './wires.ts'

export interface Drawing {
  readonly scope: Scope
  readonly path: readonly OpenBlock[]
  /** Cards in a column, where the layout folds a chain. */
  readonly rows: number
  readonly cards: ReadonlyMap<string, Card>
  readonly wires: readonly Wire[]
  /** Of every node: as in the file, else where the layout puts it. */
  readonly positions: ReadonlyMap<string, Position>
  /** Problems by the card that shows them. */
  readonly problems: ReadonlyMap<string, readonly Problem[]>
}

let last: { key: readonly unknown[]; drawing: Drawing } | null = null

export function drawingOf(
  document: NetworkDocument,
  path: readonly OpenBlock[],
  rows: number,
): Drawing {
  const key = [document, path, rows]
  if (last?.key.every((part, index) => part === key[index])) return last.drawing
  const drawing = draw(document, livePath(document, path), rows, last?.drawing)
  last = { key, drawing }
  return drawing
}

function draw(
  document: NetworkDocument,
  path: readonly OpenBlock[],
  rows: number,
  before: Drawing | undefined,
): Drawing {
  const scope = scopeOf(document, path)
  const problems = problemsByCard(scope)
  const cards = new Map<string, Card>()
  for (const node of scope.body.nodes) {
    const card = cardOf(scope, node, problems.get(node.id) ?? [])
    cards.set(node.id, keep(before?.cards.get(node.id), card))
  }
  const known = new Map(before?.wires.map(wire => [wire.id, wire]))
  const wires = wiresOf(scope, cards, scope.network.problems).map(wire =>
    keep(known.get(wire.id), wire),
  )
  const positions =
    before?.rows === rows && standsSame(before.scope.body, scope.body)
      ? before.positions
      : positionsOf(scope, rows)
  return { scope, path, rows, cards, wires, positions, problems }
}

function keep<T>(before: T | undefined, now: T): T {
  return before !== undefined && sameJson(before, now) ? before : now
}

/** A problem shows at the card that is, or contains, the node it names. */
export function problemsByCard(scope: Scope): ReadonlyMap<string, readonly Problem[]> {
  const byCard = new Map<string, Problem[]>()
  const ids = new Set(scope.body.nodes.map(node => node.id))
  for (const problem of scope.network.problems) {
    const card = cardOfProblem(scope, problem)
    if (card === null || !ids.has(card)) continue
    const list = byCard.get(card)
    if (list) list.push(problem)
    else byCard.set(card, [problem])
  }
  return byCard
}

export function cardOfProblem(scope: Scope, problem: Problem): string | null {
  const written = problem.in
  if (written && written.block === scope.place) return written.id
  const { node } = problem
  if (node === null || !node.startsWith(scope.prefix)) return null
  return node.slice(scope.prefix.length).split('/')[0] ?? null
}

/** Whether the same nodes stand in the same places with the same wires: nothing to lay out anew. */
function standsSame(a: Block, b: Block): boolean {
  return (
    a.edges === b.edges &&
    a.nodes.length === b.nodes.length &&
    a.nodes.every((node, index) => {
      const other = b.nodes[index]
      return node.id === other?.id && node.position === other.position
    })
  )
}

function positionsOf(scope: Scope, rows: number): ReadonlyMap<string, Position> {
  const positions = new Map<string, Position>()
  const isPlaced = scope.body.nodes.some(node => node.position)
  const arranged = scope.body.nodes.every(node => node.position)
    ? new Map<string, Position>()
    : arrangeBody(scope.body, rows)
  for (const node of scope.body.nodes) {
    const position = node.position ?? arranged.get(node.id) ?? { x: 0, y: 0 }
    positions.set(
      node.id,
      isPlaced && !node.position ? beside(scope, node.id, positions) : position,
    )
  }
  return positions
}

/**
 * A node without a position among others that have one: below what feeds it, else above what it
 * feeds; farther to the right where a card stands there.
 */
function beside(scope: Scope, id: string, placed: ReadonlyMap<string, Position>): Position {
  const feed = scope.body.edges.find(edge => edge.target === id)?.source
  const reader = scope.body.edges.find(edge => edge.source === id)?.target
  const at = (other: string | undefined) =>
    other === undefined
      ? undefined
      : (placed.get(other) ?? indexOf(scope.body).nodes.get(other)?.position)
  const above = at(feed)
  const below = at(reader)
  const taken = (position: Position) =>
    [...placed.values(), ...scope.body.nodes.flatMap(node => node.position ?? [])].some(
      other => Math.abs(other.x - position.x) < 232 && Math.abs(other.y - position.y) < 84,
    )
  let position = above
    ? { x: above.x, y: above.y + rowPitch }
    : below
      ? { x: below.x, y: below.y - rowPitch }
      : { x: 0, y: 0 }
  while (taken(position)) position = { ...position, x: position.x + 300 }
  return position
}
