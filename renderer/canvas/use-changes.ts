// What React Flow reports: selecting and moving. Moving shows a preview; its end makes the step.
import type { EdgeChange, NodeChange } from '@xyflow/react'
import { useCallback } from 'react'
import { moveNodes } from '../../shared/document/edits.ts'
import type { Position } from '../../shared/document/types.ts'
import { placed, rounded } from '../state/editing.ts'
import { type Stores, useStores } from '../state/stores.tsx'
import { currentDrawing } from '../state/use-drawing.ts'
import type { CardNode, WireEdge } from './projection.ts'

export function useChanges() {
  const stores = useStores()
  const onNodesChange = useCallback(
    (changes: NodeChange<CardNode>[]) => {
      const moved: Record<string, Position> = {}
      for (const change of changes)
        if (change.type === 'position' && change.dragging && change.position)
          moved[change.id] = rounded(change.position)
      if (Object.keys(moved).length > 0) preview(stores, moved)
      applySelection(stores, changes, 'selection')
    },
    [stores],
  )
  const onEdgesChange = useCallback(
    (changes: EdgeChange<WireEdge>[]) => applySelection(stores, changes, 'wires'),
    [stores],
  )
  const onNodeDragStop = useCallback(
    (_: unknown, __: CardNode, nodes: CardNode[]) => {
      const positions = Object.fromEntries(nodes.map(node => [node.id, rounded(node.position)]))
      const [first] = nodes
      const what = nodes.length === 1 ? first?.id : `${nodes.length} layers`
      const drawing = currentDrawing(stores)
      // A click is a drag that went nowhere.
      if (stores.document.getState().present === stores.document.getState().recorded) return
      stores.document.edit(`Move ${what}`, document =>
        moveNodes(placed(document, drawing), positions, drawing.scope.place),
      )
    },
    [stores],
  )
  const onSelectionDragStop = useCallback(
    (_: unknown, nodes: CardNode[]) => {
      const [first] = nodes
      if (first) onNodeDragStop(_, first, nodes)
    },
    [onNodeDragStop],
  )
  return { onNodesChange, onEdgesChange, onNodeDragStop, onSelectionDragStop }
}

function preview(stores: Stores, moved: Readonly<Record<string, Position>>): void {
  const drawing = currentDrawing(stores)
  stores.document.preview(document =>
    moveNodes(placed(document, drawing), moved, drawing.scope.place),
  )
}

type SelectChange = { readonly type: string; readonly id?: string; readonly selected?: boolean }

function applySelection(
  { session }: Stores,
  changes: readonly (NodeChange<CardNode> | EdgeChange<WireEdge>)[],
  kind: 'selection' | 'wires',
): void {
  const chosen = changes.filter(change => change.type === 'select') as readonly SelectChange[]
  if (chosen.length === 0) return
  const state = session.getState()
  const next = new Set(state[kind])
  for (const { id, selected } of chosen) {
    if (id === undefined) continue
    if (selected) next.add(id)
    else next.delete(id)
  }
  if (kind === 'selection') session.select(next, state.wires)
  else session.select(state.selection, next)
}
