// The drawing as React Flow sees it. Objects stay the same while what they show stays the same.
import type { Edge, Node, NodeHandle } from '@xyflow/react'
import { Position as Side } from '@xyflow/react'
import type { Position } from '../../shared/document/types.ts'
import { cardHeight, cardWidth } from '../state/arrange.ts'
import type { Card } from '../state/cards.ts'
import type { Drawing } from '../state/drawing.ts'
import type { Wire } from '../state/wires.ts'
import { pathOf, portX, routeOf } from './route.ts'

export type CardNode = Node<Record<string, never>, 'layer'>
export type WireEdge = Edge<
  { readonly wire: Wire; readonly path: string; readonly isLit: boolean },
  'wire'
>

const noData: Record<string, never> = {}

interface Projected {
  readonly card: Card
  readonly position: Position
  readonly isSelected: boolean
  readonly isFocusable: boolean
  readonly node: CardNode
}

/** Makes React Flow's nodes; each call reuses what the one before has made. */
export function createNodeProjection() {
  let known = new Map<string, Projected>()
  return (drawing: Drawing, selection: ReadonlySet<string>): CardNode[] => {
    const next = new Map<string, Projected>()
    const focusId = focusOf(drawing, selection)
    for (const [id, card] of drawing.cards) {
      const position = drawing.positions.get(id) ?? { x: 0, y: 0 }
      const isSelected = selection.has(id)
      const isFocusable = id === focusId
      const before = known.get(id)
      const isSame =
        before?.card === card &&
        before.position.x === position.x &&
        before.position.y === position.y &&
        before.isSelected === isSelected &&
        before.isFocusable === isFocusable
      const node = isSame ? before.node : nodeOf(card, position, isSelected, isFocusable)
      next.set(id, { card, position, isSelected, isFocusable, node })
    }
    known = next
    return [...next.values()].map(entry => entry.node)
  }
}

/** Tab reaches one card: the selected one, or the first. */
function focusOf(drawing: Drawing, selection: ReadonlySet<string>): string | undefined {
  for (const id of selection) if (drawing.cards.has(id)) return id
  return drawing.cards.keys().next().value
}

function nodeOf(
  card: Card,
  position: Position,
  isSelected: boolean,
  isFocusable: boolean,
): CardNode {
  return {
    id: card.id,
    type: 'layer',
    position,
    data: noData,
    width: cardWidth,
    height: cardHeight,
    // Without it React Flow holds back `fitView` until it has measured a new card.
    measured: { width: cardWidth, height: cardHeight },
    selected: isSelected,
    focusable: isFocusable,
    ariaLabel: card.speech,
    ariaRole: 'group',
    handles: handlesOf(card),
    domAttributes: { 'aria-roledescription': 'layer', ...(!isFocusable && { tabIndex: -1 }) },
  }
}

const portSize = 9

function handlesOf(card: Card): NodeHandle[] {
  const inputs = card.inputs.map((_, index) => ({
    id: inputHandle(index),
    type: 'target' as const,
    position: Side.Top,
    x: portX(index, card.inputs.length) - portSize / 2,
    y: -portSize / 2,
    width: portSize,
    height: portSize,
  }))
  const outputs = card.outputs.map((_, index) => ({
    id: outputHandle(index),
    type: 'source' as const,
    position: Side.Bottom,
    x: portX(index, card.outputs.length) - portSize / 2,
    y: cardHeight - portSize / 2,
    width: portSize,
    height: portSize,
  }))
  return [...inputs, ...outputs]
}

export function inputHandle(index: number): string {
  return `in-${index}`
}

export function outputHandle(index: number): string {
  return `out-${index}`
}

/** The number in a handle's id, as the two functions above make it. */
export function handleIndex(id: string | null | undefined): number {
  return Number(id?.split('-')[1] ?? 0)
}

interface Routed {
  readonly wire: Wire
  readonly edge: WireEdge
}

export function createEdgeProjection() {
  let known = new Map<string, Routed>()
  let paths = new Map<string, string>()
  let routed: readonly unknown[] = []
  return (
    drawing: Drawing,
    selection: ReadonlySet<string>,
    wires: ReadonlySet<string>,
  ): WireEdge[] => {
    const { body, document } = drawing.scope
    const key = [drawing.positions, body.edges, document.blocks]
    if (key.length !== routed.length || key.some((part, index) => part !== routed[index])) {
      paths = pathsOf(drawing)
      routed = key
    }
    const next = new Map<string, Routed>()
    for (const wire of drawing.wires) {
      const path = paths.get(wire.id) ?? ''
      const selected = wires.has(wire.id)
      const isLit = selected || selection.has(wire.edge.source) || selection.has(wire.edge.target)
      const before = known.get(wire.id)
      const isSame =
        before?.wire === wire &&
        before.edge.data?.path === path &&
        before.edge.data.isLit === isLit &&
        before.edge.selected === selected
      const edge = isSame ? before.edge : edgeOf(drawing, wire, path, isLit, selected)
      next.set(wire.id, { wire, edge })
    }
    known = next
    return [...next.values()].map(entry => entry.edge)
  }
}

function edgeOf(
  drawing: Drawing,
  wire: Wire,
  path: string,
  isLit: boolean,
  selected: boolean,
): WireEdge {
  const { source, target } = wire.edge
  const text = drawing.cards.get(source)?.outputs[wire.output]?.text
  return {
    id: wire.id,
    type: 'wire',
    source,
    target,
    sourceHandle: outputHandle(wire.output),
    targetHandle: inputHandle(wire.input),
    data: { wire, path, isLit },
    selected,
    ariaLabel: `wire from ${source} to ${target}, ${text}`,
    focusable: false,
  }
}

function pathsOf(drawing: Drawing): Map<string, string> {
  const corners = [...drawing.positions]
  return new Map(
    drawing.wires.map(wire => {
      const { source, target } = wire.edge
      const from = drawing.positions.get(source) ?? { x: 0, y: 0 }
      const to = drawing.positions.get(target) ?? { x: 0, y: 0 }
      const outputs = drawing.cards.get(source)?.outputs.length ?? 1
      const inputs = drawing.cards.get(target)?.inputs.length ?? 1
      const others = () =>
        corners.flatMap(([id, corner]) => (id === source || id === target ? [] : corner))
      const way = routeOf(
        { x: from.x + portX(wire.output, outputs), y: from.y + cardHeight },
        { x: to.x + portX(wire.input, inputs), y: to.y },
        others,
      )
      return [wire.id, pathOf(way)]
    }),
  )
}
