// What is selected: a layer, a use of a block, several layers, or else the document.
import { useSession } from '../state/stores.tsx'
import { useDrawing } from '../state/use-drawing.ts'
import { BlockInspector } from './block-inspector.tsx'
import { DocumentInspector } from './document-inspector.tsx'
import { LayerInspector } from './layer-inspector.tsx'
import { ManyInspector } from './many-inspector.tsx'
import './inspector.css'

export function Inspector() {
  return (
    <section className="inspector" aria-label="Inspector" data-region="inspector">
      <Subject />
    </section>
  )
}

function Subject() {
  const selection = useSession(state => state.selection)
  const { body } = useDrawing(drawing => drawing.scope)
  const nodes = body.nodes.filter(node => selection.has(node.id))
  const [node] = nodes
  if (!node) return <DocumentInspector />
  if (nodes.length > 1) return <ManyInspector nodes={nodes} />
  return node.type === 'block' ? (
    <BlockInspector key={node.id} node={node} />
  ) : (
    <LayerInspector key={node.id} node={node} />
  )
}
