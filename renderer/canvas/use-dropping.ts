// A layer from the palette: dropped on empty canvas it stands there, on a wire it goes between.
import { useCallback } from 'react'
import type { NewPart } from '../../shared/document/bring.ts'
import { cardHeight, cardWidth } from '../state/arrange.ts'
import { dropNode } from '../state/editing.ts'
import { useStores } from '../state/stores.tsx'
import { currentDrawing } from '../state/use-drawing.ts'
import { nodeDragType } from '../ui/drag.ts'
import { useFlow } from './flow.ts'
import { gestures } from './gesture-store.ts'

export function useDropping() {
  const stores = useStores()
  const flow = useFlow()
  const onDragOver = useCallback((event: React.DragEvent) => {
    if (!event.dataTransfer.types.includes(nodeDragType)) return
    event.preventDefault()
    event.dataTransfer.dropEffect = 'copy'
    const dropWire = wireAt(event)
    if (dropWire !== gestures.getState().dropWire) {
      gestures.setState({ dropWire })
      markWire(dropWire)
    }
  }, [])
  const onDragLeave = useCallback(() => {
    gestures.setState({ dropWire: null })
    markWire(null)
  }, [])
  const onDrop = useCallback(
    (event: React.DragEvent) => {
      const node = readNode(event.dataTransfer.getData(nodeDragType))
      const id = wireAt(event)
      gestures.setState({ dropWire: null })
      markWire(null)
      if (!node) return
      event.preventDefault()
      const at = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY })
      const corner = { x: at.x - cardWidth / 2, y: at.y - cardHeight / 2 }
      const wire = currentDrawing(stores).wires.find(other => other.id === id)
      dropNode(stores, node, corner, wire?.edge ?? null)
    },
    [stores, flow],
  )
  return { onDragOver, onDragLeave, onDrop }
}

function wireAt({ clientX, clientY }: React.DragEvent): string | null {
  for (const element of document.elementsFromPoint(clientX, clientY)) {
    const wire = element.closest('.react-flow__edge')
    if (wire) return wire.getAttribute('data-id')
  }
  return null
}

/** The mark is a class on React Flow's own element, so that dragging renders nothing. */
function markWire(id: string | null): void {
  for (const element of document.querySelectorAll('.react-flow__edge'))
    element.classList.toggle('drop-here', id !== null && element.getAttribute('data-id') === id)
}

function readNode(text: string): NewPart | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && 'type' in value
      ? (value as NewPart)
      : null
  } catch {
    return null
  }
}
