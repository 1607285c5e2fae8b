// Keys that only mean something on the canvas: arrows follow the wires, or choose where a wire goes.
import { useCallback } from 'react'
import { type Stores, useStores } from '../state/stores.tsx'
import { currentDrawing } from '../state/use-drawing.ts'
import { type Direction, step } from '../state/walk.ts'
import { gestures, noGesture } from './gesture-store.ts'
import { finishWire } from './use-wiring.ts'

const directions: Readonly<Record<string, Direction>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
}

export function useCanvasKeys(focusNode: (id: string) => void) {
  const stores = useStores()
  return useCallback(
    (event: React.KeyboardEvent) => {
      if (event.target instanceof HTMLInputElement || event.altKey || event.ctrlKey) return
      const isHandled = gestures.getState().end
        ? chooseEnd(stores, event, focusNode)
        : walk(stores, event, focusNode)
      if (!isHandled) return
      event.preventDefault()
      event.stopPropagation()
    },
    [stores, focusNode],
  )
}

function walk(
  { session, ...stores }: Stores,
  event: React.KeyboardEvent,
  focusNode: (id: string) => void,
): boolean {
  const direction = directions[event.key]
  if (!direction) return false
  const drawing = currentDrawing({ session, ...stores })
  const { selection } = session.getState()
  const from = focusedCard() ?? [...selection].at(-1)
  const next =
    from === undefined ? drawing.cards.keys().next().value : step(drawing, from, direction)
  if (next === null || next === undefined) return true
  session.select(event.shiftKey ? [...selection, next] : [next])
  focusNode(next)
  return true
}

function focusedCard(): string | undefined {
  const node = document.activeElement?.closest('.react-flow__node')
  return node?.getAttribute('data-id') ?? undefined
}

/** After C: arrows choose among the cards that fit, Enter connects, Escape gives up. */
function chooseEnd(
  stores: Stores,
  event: React.KeyboardEvent,
  focusNode: (id: string) => void,
): boolean {
  const { verdicts, chosen, end } = gestures.getState()
  if (event.key === 'Escape') {
    gestures.setState(noGesture)
    if (end) focusNode(end.node)
    return true
  }
  if (event.key === 'Enter') {
    const verdict = chosen === null ? undefined : verdicts.get(chosen)
    gestures.setState(noGesture)
    if (verdict) finishWire(stores, verdict, event.shiftKey)
    return true
  }
  const direction = directions[event.key]
  if (!direction) return false
  const fitting = [...verdicts].filter(([, verdict]) => verdict.kind === 'fits').map(([id]) => id)
  const at = fitting.indexOf(chosen ?? '')
  const move = direction === 'up' || direction === 'left' ? -1 : 1
  const next = fitting[(at + move + fitting.length) % fitting.length]
  if (next !== undefined) {
    gestures.setState({ chosen: next })
    focusNode(next)
  }
  return true
}
