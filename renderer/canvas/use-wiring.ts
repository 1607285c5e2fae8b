// Drawing wires: what fits is judged when the gesture starts, shown while it lasts, and made when
// it ends on a card, or on empty canvas through the list of commands.
import type { Connection, FinalConnectionState, OnConnectStartParams } from '@xyflow/react'
import { useCallback } from 'react'
import { connect, reconnect } from '../../shared/document/edits.ts'
import type { DocumentEdge } from '../../shared/document/types.ts'
import type { Card } from '../state/cards.ts'
import { judge, type Verdict, type WireEnd, withoutWire } from '../state/connecting.ts'
import type { Drawing } from '../state/drawing.ts'
import { edit } from '../state/editing.ts'
import { type Stores, useStores } from '../state/stores.tsx'
import { currentDrawing } from '../state/use-drawing.ts'
import { say } from '../ui/toast.tsx'
import { useFlow } from './flow.ts'
import { gestures, noGesture } from './gesture-store.ts'
import { handleIndex, type WireEdge } from './projection.ts'

export function startGesture(
  shown: Drawing,
  end: WireEnd,
  moving: DocumentEdge | null = null,
): void {
  const drawing = moving ? withoutWire(shown, moving) : shown
  const verdicts = new Map<string, Verdict>()
  for (const [id, card] of drawing.cards)
    if (id !== end.node) verdicts.set(id, judge(drawing, end, id, freeHandle(drawing, card, end)))
  gestures.setState({ ...noGesture, end, moving, verdicts })
}

/** Where a card has several ports, the first that nothing is connected to. */
function freeHandle(drawing: Drawing, card: Card, end: WireEnd): string | null {
  if (card.takesMany || end.side === 'target') return card.takesMany ? null : firstOutput(card)
  const taken = new Set(
    drawing.wires.flatMap(wire => (wire.edge.target === card.id ? wire.input : [])),
  )
  const free = card.inputs.findIndex((_, index) => !taken.has(index))
  return card.inputs[Math.max(0, free)]?.handle ?? null
}

function firstOutput(card: Card): string | null {
  return card.outputs[0]?.handle ?? null
}

/** Makes the wire, or moves the one that was taken off; says why not where it cannot be. */
export function finishWire(
  stores: Stores,
  verdict: Verdict,
  isForced: boolean,
  moving: DocumentEdge | null = null,
): void {
  const { edge, kind, text } = verdict
  if (!edge || kind === 'impossible') {
    if (text) say(`No wire: ${text}.`)
    return
  }
  if (kind === 'wrong' && !isForced) {
    say(`${text} Hold Shift to connect all the same.`)
    return
  }
  const { place } = currentDrawing(stores).scope
  edit(
    stores,
    `${moving ? 'Move a wire:' : 'Connect'} ${edge.source} to ${edge.target}`,
    document =>
      moving ? reconnect(document, moving, edge, place) : connect(document, edge, place),
  )
}

export function useWiring() {
  const stores = useStores()
  const flow = useFlow()

  const onConnectStart = useCallback(
    (_: unknown, { nodeId, handleId, handleType }: OnConnectStartParams) => {
      const drawing = currentDrawing(stores)
      const card = nodeId === null ? undefined : drawing.cards.get(nodeId)
      if (!card || !handleType) return
      const ports = handleType === 'source' ? card.outputs : card.inputs
      const handle =
        card.takesMany && handleType === 'target'
          ? null
          : (ports[handleIndex(handleId)]?.handle ?? null)
      startGesture(drawing, { node: card.id, handle, side: handleType }, gestures.getState().moving)
    },
    [stores],
  )

  // React Flow reports the wire first, then the start of a connection from its other end.
  const onReconnectStart = useCallback((_: unknown, { data }: WireEdge) => {
    gestures.setState({ moving: data?.wire.edge ?? null })
  }, [])

  const isValidConnection = useCallback(
    (connection: Connection | { source: string; target: string }) => {
      const { end, verdicts } = gestures.getState()
      const other = end?.side === 'source' ? connection.target : connection.source
      return verdicts.get(other)?.kind === 'fits'
    },
    [],
  )

  const onConnectEnd = useCallback(
    (event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
      const { end, moving, verdicts } = gestures.getState()
      gestures.setState(noGesture)
      if (!end) return
      const point = 'changedTouches' in event ? event.changedTouches[0] : event
      if (!point) return
      const under = state.toNode?.id ?? cardAt(point.clientX, point.clientY)
      if (under === end.node) return
      if (under !== undefined) {
        const verdict =
          verdictAt(stores, end, under, state.toHandle?.id ?? null, moving) ?? verdicts.get(under)
        if (verdict) finishWire(stores, verdict, event.shiftKey, moving)
        return
      }
      // A wire that is let go over empty canvas stays where it was.
      if (moving) return
      const position = flow.screenToFlowPosition({ x: point.clientX, y: point.clientY })
      stores.session.set({ commandList: { query: '', wire: { ...end, position } } })
    },
    [stores, flow],
  )
  return { onConnectStart, onConnectEnd, isValidConnection, onReconnectStart, onReconnect }
}

/** A wire that ends at a port of its own is judged for that port. */
function verdictAt(
  stores: Stores,
  end: WireEnd,
  node: string,
  handleId: string | null,
  moving: DocumentEdge | null,
): Verdict | null {
  const shown = currentDrawing(stores)
  const drawing = moving ? withoutWire(shown, moving) : shown
  const card = drawing.cards.get(node)
  if (!card || handleId === null || card.takesMany) return null
  const ports = end.side === 'source' ? card.inputs : card.outputs
  return judge(drawing, end, node, ports[handleIndex(handleId)]?.handle ?? null)
}

/** Only says that wires can be moved: the end of the gesture does it, on cards as well as on ports. */
function onReconnect(): void {}

function cardAt(x: number, y: number): string | undefined {
  const element = document.elementFromPoint(x, y)?.closest('.react-flow__node')
  return element?.getAttribute('data-id') ?? undefined
}
