// What the person does to the drawing, as calls that palette, canvas, inspector and commands share:
// each makes one step of the history and leaves the selection where one would look for it.
import { addedIds, freshId, idsOf } from '../../shared/document/body.ts'
import {
  addNode,
  disconnect,
  insertOnEdge,
  moveNodes,
  type NewNode,
  removeNodes,
} from '../../shared/document/edits.ts'
import { applyFix } from '../../shared/document/fixes.ts'
import { insertAfter } from '../../shared/document/insert.ts'
import type {
  DocumentEdge,
  DocumentNode,
  NetworkDocument,
  Position,
} from '../../shared/document/types.ts'
import type { Fix } from '../../shared/graph/network.ts'
import { findLayer } from '../../shared/layers/index.ts'
import { rowPitch } from './arrange.ts'
import type { Drawing } from './drawing.ts'
import type { Stores } from './stores.tsx'
import { currentDrawing } from './use-drawing.ts'

/** A new node as the palette starts it. */
export function newLayer(type: string): NewNode {
  const starts = findLayer(type)?.starts
  const params = Object.fromEntries(
    Object.entries(starts ?? {}).filter(
      (entry): entry is [string, NonNullable<(typeof entry)[1]>] => entry[1] !== undefined,
    ),
  )
  return { type, ...(Object.keys(params).length > 0 && { params }) }
}

export function newUse(block: string): NewNode {
  return { type: 'block', block }
}

/** Before some nodes move, the rest must stand where the layout put it. */
export function placed(document: NetworkDocument, drawing: Drawing): NetworkDocument {
  const missing = drawing.scope.body.nodes.filter(node => !node.position)
  if (missing.length === 0) return document
  const positions = Object.fromEntries(
    missing.flatMap(node => {
      const position = drawing.positions.get(node.id)
      return position ? [[node.id, position]] : []
    }),
  )
  return moveNodes(document, positions, drawing.scope.place)
}

/** The node after which a new one goes: the last of the selection in the drawing's order. */
export function anchorOf(stores: Stores): DocumentNode | undefined {
  const { selection } = stores.session.getState()
  const { nodes } = currentDrawing(stores).scope.body
  return nodes.findLast(node => selection.has(node.id))
}

/** Whether a drawn node has an output and the new one an input to connect it to. */
function canFollow(anchor: DocumentNode | undefined, node: NewNode): boolean {
  return (
    anchor !== undefined &&
    anchor.type !== 'blockOutput' &&
    findLayer(node.type)?.inputs !== 'none' &&
    node.type !== 'blockInput'
  )
}

/** Puts a node behind the selected one and takes over its wires; without a selection, beside. */
export function insertAfterSelection(stores: Stores, node: NewNode, isWired = true): void {
  const drawing = currentDrawing(stores)
  const { place, body } = drawing.scope
  const anchor = anchorOf(stores)
  const id = freshId(idsOf(body), node.type, node.block)
  edit(stores, `Add ${id}`, document => {
    if (!isWired || !anchor || !canFollow(anchor, node))
      return addNode(
        placed(document, drawing),
        { ...node, id, position: freePlace(drawing, anchor?.id) },
        place,
      )
    return insertBehind(document, drawing, anchor.id, { ...node, id })
  })
}

/** The wires out of `anchor` start at the new node. */
export function insertBehind(
  document: NetworkDocument,
  drawing: Drawing,
  anchor: string,
  node: NewNode & { readonly id: string },
): NetworkDocument {
  const { place, body } = drawing.scope
  // Where the layout places everything, it places the new node too.
  if (!body.nodes.some(other => other.position)) return insertAfter(document, anchor, node, place)
  const room = pushedDown(placed(document, drawing), drawing, anchor)
  return insertAfter(room, anchor, { ...node, position: below(drawing, anchor) }, place)
}

function below(drawing: Drawing, id: string): Position {
  const at = drawing.positions.get(id) ?? { x: 0, y: 0 }
  return { x: at.x, y: at.y + rowPitch }
}

/** Makes room: the cards below in the same column go one row down. */
function pushedDown(document: NetworkDocument, drawing: Drawing, anchor: string): NetworkDocument {
  const from = drawing.positions.get(anchor)
  if (!from) return document
  const column = [...drawing.positions].filter(
    ([id, { x, y }]) => id !== anchor && Math.abs(x - from.x) < 120 && y > from.y,
  )
  const isCrowded = column.some(([, { y }]) => y < from.y + rowPitch + 80)
  if (!isCrowded) return document
  const moved = column.map(([id, { x, y }]) => [id, { x, y: y + rowPitch }] as const)
  return moveNodes(document, Object.fromEntries(moved), drawing.scope.place)
}

function freePlace(drawing: Drawing, beside: string | undefined): Position {
  const all = [...drawing.positions.values()]
  const from = (beside === undefined ? undefined : drawing.positions.get(beside)) ?? all.at(-1)
  if (!from) return { x: 0, y: 0 }
  let position = { x: from.x, y: from.y + rowPitch }
  while (all.some(({ x, y }) => Math.abs(x - position.x) < 240 && Math.abs(y - position.y) < 80))
    position = { x: position.x + 324, y: position.y }
  return position
}

/** A node dropped onto the canvas; on a wire it goes between its ends. */
export function dropNode(
  stores: Stores,
  node: NewNode,
  position: Position,
  onto: DocumentEdge | null,
): void {
  const drawing = currentDrawing(stores)
  const { place, body } = drawing.scope
  const id = freshId(idsOf(body), node.type, node.block)
  const ready = { ...node, id, position: rounded(position) }
  edit(stores, `Add ${id}`, document => {
    const before = placed(document, drawing)
    return onto ? insertOnEdge(before, onto, ready, place) : addNode(before, ready, place)
  })
}

export function rounded({ x, y }: Position): Position {
  return { x: Math.round(x), y: Math.round(y) }
}

/** Del: removes cards and heals the gap; removes chosen wires. */
export function deleteSelection(stores: Stores): void {
  const { selection, wires } = stores.session.getState()
  const drawing = currentDrawing(stores)
  const { place } = drawing.scope
  const edges = drawing.wires.flatMap(wire => (wires.has(wire.id) ? wire.edge : []))
  const what = selection.size > 0 ? named(selection, 'layer') : named(wires, 'wire')
  const done = stores.document.edit(`Remove ${what}`, document => {
    const cut = edges.length > 0 ? disconnect(document, edges, place) : document
    return selection.size > 0 ? removeNodes(cut, selection, { heal: true }, place) : cut
  })
  if (done) stores.session.select([])
}

function named(ids: ReadonlySet<string>, word: string): string {
  const [first] = ids
  if (ids.size === 1 && word === 'layer') return first ?? ''
  return ids.size === 1 ? `a ${word}` : `${ids.size} ${word}s`
}

/** A fix of a problem, as one step. */
export function mend(stores: Stores, fix: Fix): void {
  edit(stores, fix.label, document => applyFix(document, fix))
}

/** Edits and selects what the edit has added; keeps the selection otherwise. */
export function edit(
  stores: Stores,
  label: string,
  change: (document: NetworkDocument) => NetworkDocument,
): boolean {
  const before = stores.document.getState().recorded
  const { place } = currentDrawing(stores).scope
  const done = stores.document.edit(label, change)
  const added = addedIds(before, stores.document.getState().recorded, place)
  if (done && added.length > 0) stores.session.select(added)
  return done
}
