// What the person does to the drawing, as calls that palette, canvas, inspector and commands share:
// each makes one step of the history and leaves the selection where one would look for it.
import { addedIds, bodyAt, freshId, idsOf } from '../../shared/document/body.ts'
import { bringBlocks, type NewPart } from '../../shared/document/bring.ts'
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
  Block,
  DocumentEdge,
  DocumentNode,
  NetworkDocument,
  Position,
} from '../../shared/document/types.ts'
import type { Fix } from '../../shared/graph/network.ts'
import { findLayer } from '../../shared/layers/index.ts'
import type { BlockPart } from '../../templates/blocks.ts'
import { cardHeight, cardWidth, columnPitch, rowPitch } from './arrange.ts'
import type { Change } from './document-store.ts'
import type { Drawing } from './drawing.ts'
import { outputOf } from './scope.ts'
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

/** A use of a ready-made block, which brings its definition along. */
export function newPart({ name, block, params, repeat, channels }: BlockPart): NewPart {
  return {
    ...newUse(name),
    ...(params && { params }),
    ...(repeat !== undefined && { repeat }),
    ...(channels && { channels }),
    blocks: { [name]: block },
  }
}

/** With the channels of what will feed it, where they are known. */
export function fitted(
  part: NewPart,
  { scope }: Drawing,
  source: string,
  handle: string | undefined,
): NewPart {
  const size = outputOf(scope, source, handle).shape?.at(-1)
  if (size === undefined || !part.channels) return part
  const params = Object.fromEntries(part.channels.map(name => [name, size]))
  return { ...part, params: { ...part.params, ...params } }
}

/** Before some nodes move, the rest must stand where it is shown: nothing else may move. */
export function placed(document: NetworkDocument, drawing: Drawing): NetworkDocument {
  const { place } = drawing.scope
  // Not those of the drawing: it may be a preview, in which they have positions already.
  const missing = bodyAt(document, place)?.nodes.filter(node => !node.position) ?? []
  if (missing.length === 0) return document
  const positions = Object.fromEntries(
    missing.flatMap(node => {
      const position = drawing.positions.get(node.id)
      return position ? [[node.id, position]] : []
    }),
  )
  return moveNodes(document, positions, place)
}

/** The change; where it would have the layout place cards anew, on cards that keep their places. */
function inPlace(drawing: Drawing, change: Change): Change {
  const { place } = drawing.scope
  return document => {
    const next = change(document)
    const [before, after] = [bodyAt(document, place), bodyAt(next, place)]
    return isLaidOutAlike(before, after) ? next : change(placed(document, drawing))
  }
}

function isLaidOutAlike(a: Block | undefined, b: Block | undefined): boolean {
  return (
    a?.edges === b?.edges &&
    a?.nodes.length === b?.nodes.length &&
    (a?.nodes.every((node, index) => node.id === b?.nodes[index]?.id) ?? true)
  )
}

/** The node after which a new one goes: the last of the selection in the drawing's order. */
export function anchorOf(stores: Stores): DocumentNode | undefined {
  const { selection } = stores.session.getState()
  const { nodes } = currentDrawing(stores).scope.body
  return nodes.findLast(node => selection.has(node.id))
}

/** Whether a drawn node has an output and the new one an input to connect it to. */
function canFollow(anchor: DocumentNode | undefined, node: NewPart): boolean {
  return (
    anchor !== undefined &&
    anchor.type !== 'blockOutput' &&
    findLayer(node.type)?.inputs !== 'none' &&
    node.type !== 'blockInput'
  )
}

/** Puts a node behind the selected one and takes over its wires; without a selection, beside. */
export function insertAfterSelection(stores: Stores, part: NewPart, isWired = true): void {
  const drawing = currentDrawing(stores)
  const { place, body } = drawing.scope
  const anchor = anchorOf(stores)
  const id = freshId(idsOf(body), part.type, part.block)
  const isDone = edit(stores, `Add ${id}`, before => {
    if (isWired && anchor && canFollow(anchor, part))
      return insertBehind(before, drawing, anchor.id, { ...part, id })
    const { document, node } = bringBlocks(placed(before, drawing), part, place)
    return addNode(document, { ...node, id, position: freePlace(drawing, anchor?.id) }, place)
  })
  if (isDone) stores.session.show(id)
}

/** The wires out of `anchor` start at the new node. */
export function insertBehind(
  before: NetworkDocument,
  drawing: Drawing,
  anchor: string,
  part: NewPart & { readonly id: string },
): NetworkDocument {
  const { place, body } = drawing.scope
  const position = freePlace(drawing, anchor)
  const handle = body.edges.find(edge => edge.source === anchor)?.sourceHandle
  const fitting = fitted(part, drawing, anchor, handle)
  const { document, node } = bringBlocks(placed(before, drawing), fitting, place)
  return insertAfter(document, anchor, { ...node, position }, place)
}

/** Room above and below a card for its shapes and the next wires. */
const rowGap = rowPitch - cardHeight
const columnGap = columnPitch - cardWidth

/** Where no card stands, as close as can be to the place below `beside`. */
function freePlace(drawing: Drawing, beside: string | undefined): Position {
  const all = [...drawing.positions.values()]
  const from = (beside === undefined ? undefined : drawing.positions.get(beside)) ?? all.at(-1)
  if (!from) return { x: 0, y: 0 }
  const isFree = (spot: Position) =>
    all.every(
      ({ x, y }) =>
        Math.abs(x - spot.x) >= cardWidth + columnGap / 2 ||
        Math.abs(y - spot.y) >= cardHeight + rowGap / 2,
    )
  const wanted = { x: from.x, y: from.y + rowPitch }
  for (let columns = 0; ; columns++)
    for (const side of columns === 0 ? [0] : [1, -1])
      for (const row of columns === 0 ? [0] : [0, -0.5, -1]) {
        const x = wanted.x + side * columns * columnPitch
        const spot = rounded({ x, y: wanted.y + row * rowPitch })
        if (isFree(spot)) return spot
      }
}

/** A node dropped onto the canvas; on a wire it goes between its ends. */
export function dropNode(
  stores: Stores,
  part: NewPart,
  position: Position,
  onto: DocumentEdge | null,
): void {
  const drawing = currentDrawing(stores)
  const { place, body } = drawing.scope
  const id = freshId(idsOf(body), part.type, part.block)
  const fitting = onto ? fitted(part, drawing, onto.source, onto.sourceHandle) : part
  edit(stores, `Add ${id}`, before => {
    const { document, node } = bringBlocks(placed(before, drawing), fitting, place)
    const ready = { ...node, id, position: rounded(position) }
    return onto ? insertOnEdge(document, onto, ready, place) : addNode(document, ready, place)
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
  const remove: Change = document => {
    const cut = edges.length > 0 ? disconnect(document, edges, place) : document
    return selection.size > 0 ? removeNodes(cut, selection, { heal: true }, place) : cut
  }
  const done = stores.document.edit(`Remove ${what}`, inPlace(drawing, remove))
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
export function edit(stores: Stores, label: string, change: Change): boolean {
  const before = stores.document.getState().recorded
  const drawing = currentDrawing(stores)
  const { place } = drawing.scope
  const done = stores.document.edit(label, inPlace(drawing, change))
  const added = addedIds(before, stores.document.getState().recorded, place)
  if (done && added.length > 0) stores.session.select(added)
  return done
}
