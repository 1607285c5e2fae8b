import { MiniMap, Panel } from '@xyflow/react'
import { ChevronRight, Maximize, Minus, Plus, Workflow } from 'lucide-react'
import { useCommands } from '../commands/command-context.tsx'
import { findCommand } from '../commands/commands.ts'
import { useDocument, useSession, useStores } from '../state/stores.tsx'
import { currentDrawing, useDrawing } from '../state/use-drawing.ts'
import { useFlowStore } from './flow.ts'
import type { CardNode } from './projection.ts'

export function ZoomControls() {
  const { run } = useCommands()
  const zoom = useFlowStore(state => Math.round(state.transform[2] * 100))
  return (
    <Panel position="bottom-left" className="zoom-controls">
      <ZoomButton id="view.zoom-out">
        <Minus size={14} strokeWidth={1.5} />
      </ZoomButton>
      <button type="button" title="Zoom to 100 %" onClick={() => run('view.zoom-100')}>
        {zoom} %
      </button>
      <ZoomButton id="view.zoom-in">
        <Plus size={14} strokeWidth={1.5} />
      </ZoomButton>
      <ZoomButton id="view.fit">
        <Maximize size={14} strokeWidth={1.5} />
      </ZoomButton>
      <ZoomButton id="view.arrange">
        <Workflow size={14} strokeWidth={1.5} />
      </ZoomButton>
    </Panel>
  )
}

function ZoomButton({ id, children }: { id: string; children: React.ReactNode }) {
  const { run } = useCommands()
  const command = findCommand(id)
  const keys = command?.keys?.[0]
  return (
    <button
      type="button"
      aria-label={command?.label}
      title={`${command?.label}${keys ? ` (${keys})` : ''}`}
      onClick={() => run(id)}
    >
      {children}
    </button>
  )
}

export function Overview() {
  const stores = useStores()
  return (
    <MiniMap<CardNode>
      className="overview"
      position="bottom-right"
      pannable
      zoomable
      nodeClassName={node => `family-${currentDrawing(stores).cards.get(node.id)?.family ?? 'io'}`}
      nodeBorderRadius={12}
      offsetScale={4}
      ariaLabel="Overview of the drawing"
    />
  )
}

/** Where the person is, with the ways back out. */
export function Breadcrumb() {
  const { session } = useStores()
  const path = useSession(state => state.path)
  const name = useDocument(state => state.present.name)
  const live = useDrawing(drawing => drawing.path)
  const isUsed = useDrawing(drawing => drawing.scope.isUsed)
  if (live.length === 0) return null
  return (
    <Panel position="top-left" className="breadcrumb">
      <button type="button" onClick={() => session.open([], [path[0]?.use ?? []].flat())}>
        {name}
      </button>
      {live.map((step, index) => (
        <span key={step.block} className="breadcrumb-step">
          <ChevronRight size={12} strokeWidth={1.5} />
          <button
            type="button"
            aria-current={index === live.length - 1 ? 'location' : undefined}
            onClick={() => session.open(live.slice(0, index + 1))}
          >
            {step.use ?? step.block}
            {step.use !== null && <span className="dim"> {step.block}</span>}
          </button>
        </span>
      ))}
      {!isUsed && <span className="dim">used nowhere, so its sizes are unknown</span>}
    </Panel>
  )
}
