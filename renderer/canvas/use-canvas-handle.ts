// What commands can ask of the mounted canvas, and when it moves its view by itself.
import { useCallback, useEffect, useLayoutEffect, useRef } from 'react'
import { moveNodes } from '../../shared/document/edits.ts'
import { useCommands } from '../commands/command-context.tsx'
import { rowPitch } from '../state/arrange.ts'
import { useDocument, useSession, useStores } from '../state/stores.tsx'
import { currentDrawing } from '../state/use-drawing.ts'
import { arrange } from './arrange-with-elk.ts'
import { useFlow, useFlowStore } from './flow.ts'
import { obstaclesIn, wayIntoView } from './obstacles.ts'
import { startGesture } from './use-wiring.ts'

/** Room for the wires above and below the cards, and for the controls at the left. */
const fitting = {
  padding: { top: '32px', bottom: '28px', left: '52px', right: '24px' },
  maxZoom: 1,
} as const

export function useCanvasHandle(region: React.RefObject<HTMLElement | null>) {
  const stores = useStores()
  const flow = useFlow()
  const { setCanvas } = useCommands()

  const focusNode = useCallback(
    (id: string) => {
      requestAnimationFrame(() => {
        const selector = `.react-flow__node[data-id="${CSS.escape(id)}"]`
        region.current?.querySelector<HTMLElement>(selector)?.focus({ preventScroll: true })
        bringIntoView(flow, region.current, id)
      })
    },
    [flow, region],
  )

  useEffect(() => {
    setCanvas({
      fit: () => void flow.fitView(fitting),
      zoomBy: factor => void flow.zoomTo(flow.getZoom() * factor),
      zoomTo: zoom => void flow.zoomTo(zoom),
      focusNode,
      startWire: () => {
        const [node] = stores.session.getState().selection
        if (node === undefined) return
        startGesture(currentDrawing(stores), { node, handle: null, side: 'source' })
      },
      arrange: async () => {
        const { rows } = stores.session.getState()
        const { scope } = currentDrawing(stores)
        const positions = await arrange(scope.body, rowsOf(region.current) || rows)
        stores.document.edit('Arrange', document =>
          moveNodes(document, Object.fromEntries(positions), scope.place),
        )
        requestAnimationFrame(() => void flow.fitView(fitting))
      },
    })
    return () => setCanvas(null)
  }, [stores, flow, region, setCanvas, focusNode])

  useFitting(region)
  return focusNode
}

/** Everything comes into view when another drawing is shown; a wished card when it is out of it. */
function useFitting(region: React.RefObject<HTMLElement | null>): void {
  const { session } = useStores()
  const flow = useFlow()
  const opened = useDocument(state => state.opened)
  const wish = useSession(state => state.fitWish)
  const reveal = useSession(state => state.reveal)
  const isReady = useFlowStore(
    state => state.width > 0 && state.height > 0 && state.panZoom !== null,
  )
  const key = `${opened} ${wish}`
  const done = useRef('')

  useLayoutEffect(() => {
    void key
    const rows = rowsOf(region.current)
    if (rows > 0) session.set({ rows })
  }, [session, region, key])

  useLayoutEffect(() => {
    if (!isReady || done.current === key) return
    done.current = key
    void flow.fitView(fitting)
    requestAnimationFrame(() => void flow.fitView(fitting))
  }, [flow, isReady, key])

  useEffect(() => {
    if (reveal) bringIntoView(flow, region.current, reveal.node)
  }, [flow, region, reveal])
}

/** Cards that fit below each other at full size. */
function rowsOf(region: HTMLElement | null): number {
  const height = region?.clientHeight ?? 0
  return height === 0 ? 0 : Math.max(5, Math.floor((height - 4) / rowPitch))
}

function bringIntoView(
  flow: ReturnType<typeof useFlow>,
  region: HTMLElement | null,
  id: string,
): void {
  const node = flow.getNode(id)
  if (!node || !region) return
  const { x, y, zoom } = flow.getViewport()
  const left = node.position.x * zoom + x
  const top = node.position.y * zoom + y
  const card = {
    left,
    top,
    right: left + (node.width ?? 0) * zoom,
    bottom: top + (node.height ?? 0) * zoom,
  }
  const move = wayIntoView(card, region.clientWidth, region.clientHeight, obstaclesIn(region))
  if (move.x !== 0 || move.y !== 0) void flow.setViewport({ x: x + move.x, y: y + move.y, zoom })
}
