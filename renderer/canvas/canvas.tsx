// The canvas: React Flow as a view of the open body. It holds no state of the drawing.
import '@xyflow/react/dist/base.css'
import './canvas.css'
import {
  Background,
  BackgroundVariant,
  ConnectionLineType,
  type EdgeTypes,
  type NodeTypes,
  ReactFlow,
  ReactFlowProvider,
} from '@xyflow/react'
import { useMemo, useRef } from 'react'
import { useSession, useStores } from '../state/stores.tsx'
import { currentDrawing, useDrawing } from '../state/use-drawing.ts'
import { Breadcrumb, Overview, ZoomControls } from './canvas-controls.tsx'
import { useFlowStore } from './flow.ts'
import { useGesture } from './gesture-store.ts'
import { LayerNode } from './layer-node.tsx'
import { Note } from './note.tsx'
import { createEdgeProjection, createNodeProjection } from './projection.ts'
import { useCanvasHandle } from './use-canvas-handle.ts'
import { useCanvasKeys } from './use-canvas-keys.ts'
import { useChanges } from './use-changes.ts'
import { useClipboard } from './use-clipboard.ts'
import { useDropping } from './use-dropping.ts'
import { usePaintMark } from './use-paint-mark.ts'
import { useWiring } from './use-wiring.ts'
import { WireLine } from './wire.tsx'

const nodeTypes: NodeTypes = { layer: LayerNode }
const edgeTypes: EdgeTypes = { wire: WireLine }
const multiSelect = ['Shift', 'Meta', 'Control']
/** From here on only what can be seen is in the page. */
const manyCards = 150

export function Canvas() {
  return (
    <ReactFlowProvider>
      <Surface />
    </ReactFlowProvider>
  )
}

function Surface() {
  const stores = useStores()
  const region = useRef<HTMLElement>(null)
  const drawing = useDrawing(current => current)
  const selection = useSession(state => state.selection)
  const chosenWires = useSession(state => state.wires)
  const [project] = useMemo(
    () => [{ nodes: createNodeProjection(), edges: createEdgeProjection() }],
    [],
  )
  const nodes = project.nodes(drawing, selection)
  const edges = project.edges(drawing, selection, chosenWires)
  const focusNode = useCanvasHandle(region)
  const onKeyDown = useCanvasKeys(focusNode)
  const changes = useChanges()
  const wiring = useWiring()
  const dropping = useDropping()
  const wiringFrom = useGesture(state => state.end?.side)
  useClipboard(region)
  usePaintMark(drawing)
  return (
    <section
      ref={region}
      className={`canvas-region ${wiringClass(wiringFrom)}`}
      data-region="canvas"
      aria-label="Drawing"
      onKeyDown={onKeyDown}
    >
      <Levels>
        <ReactFlow
          nodes={nodes}
          edges={edges}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          {...changes}
          {...wiring}
          {...dropping}
          onNodeClick={(event, node) => {
            // React Flow leaves a card of a larger selection as it is.
            if (!event.shiftKey && !event.metaKey && !event.ctrlKey)
              stores.session.select([node.id])
          }}
          onSelectionStart={leaveFocus}
          onEdgeClick={leaveFocus}
          onNodeDoubleClick={(_, node) => {
            const block = currentDrawing(stores).scope.body.nodes.find(
              other => other.id === node.id,
            )?.block
            const { path } = stores.session.getState()
            if (block !== undefined) stores.session.open([...path, { block, use: node.id }])
          }}
          onlyRenderVisibleElements={nodes.length > manyCards}
          multiSelectionKeyCode={multiSelect}
          deleteKeyCode={null}
          disableKeyboardA11y
          nodesFocusable
          edgesFocusable={false}
          elevateEdgesOnSelect
          reconnectRadius={9}
          zoomOnDoubleClick={false}
          minZoom={0.1}
          maxZoom={2.5}
          nodeDragThreshold={2}
          nodeClickDistance={2}
          connectionRadius={28}
          connectionLineType={ConnectionLineType.SmoothStep}
          attributionPosition="bottom-center"
        >
          <Background variant={BackgroundVariant.Dots} gap={20} size={1.5} className="dots" />
          <Note />
          <ZoomControls />
          <Overview />
          <Breadcrumb />
          {nodes.length === 0 && (
            <p className="empty-canvas">
              Drag an input layer here from the palette, or press Ctrl K and type its name.
            </p>
          )}
        </ReactFlow>
      </Levels>
    </section>
  )
}

/** What the mouse selects is meant from then on, and no longer the card that the keys had reached. */
function leaveFocus(): void {
  const focused = document.activeElement
  if (focused instanceof HTMLElement && focused.matches('.react-flow__node')) focused.blur()
}

function wiringClass(side: 'source' | 'target' | undefined): string {
  if (side === undefined) return ''
  return side === 'target' ? 'wiring wiring-back' : 'wiring'
}

/** The level of detail follows the zoom; labels keep their size on the screen. */
function Levels({ children }: { children: React.ReactNode }) {
  const level = useFlowStore(({ transform }) =>
    transform[2] >= 0.75 ? 'full' : transform[2] >= 0.35 ? 'compact' : 'far',
  )
  const scale = useFlowStore(({ transform }) => Math.max(1, Math.round(100 / transform[2]) / 100))
  const style = { '--label-scale': level === 'full' ? 1 : scale } as React.CSSProperties
  return (
    <div className="canvas-levels" data-level={level} style={style}>
      {children}
    </div>
  )
}
