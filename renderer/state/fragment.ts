// A part of a drawing on the clipboard: JSON text, so that it goes from window to window.
import { bodyAt, copiedId, idsOf } from '../../shared/document/body.ts'
import { addNode, connect } from '../../shared/document/edits.ts'
import { parseDocumentValue } from '../../shared/document/parse.ts'
import type {
  DocumentEdge,
  DocumentNode,
  NetworkDocument,
  Position,
} from '../../shared/document/types.ts'
import type { Drawing } from './drawing.ts'
import { edit, placed } from './editing.ts'
import type { Stores } from './stores.tsx'
import { currentDrawing } from './use-drawing.ts'

export interface Fragment {
  readonly format: 'layerloom-fragment'
  readonly nodes: readonly DocumentNode[]
  readonly edges: readonly DocumentEdge[]
  readonly blocks?: NetworkDocument['blocks']
}

/** The selected cards with the wires between them and the blocks that they use. */
export function fragmentOf(drawing: Drawing, ids: ReadonlySet<string>): Fragment | null {
  const { body, document } = drawing.scope
  const nodes = body.nodes
    .filter(node => ids.has(node.id))
    .map(node => {
      const position = drawing.positions.get(node.id)
      return position ? { ...node, position } : node
    })
  if (nodes.length === 0) return null
  const edges = body.edges.filter(edge => ids.has(edge.source) && ids.has(edge.target))
  const blocks = blocksOf(document, nodes)
  return { format: 'layerloom-fragment', nodes, edges, ...(blocks && { blocks }) }
}

function blocksOf(
  document: NetworkDocument,
  nodes: readonly DocumentNode[],
): NetworkDocument['blocks'] {
  const found: Record<string, NonNullable<NetworkDocument['blocks']>[string]> = {}
  const wanted = nodes.flatMap(node => node.block ?? [])
  for (const name of wanted) {
    const block = bodyAt(document, name)
    if (!block || name in found) continue
    found[name] = block
    wanted.push(...block.nodes.flatMap(node => node.block ?? []))
  }
  return wanted.length > 0 ? found : undefined
}

/** Copies get fresh ids, stand a little aside and are selected. */
export function pasteFragment(
  stores: Stores,
  fragment: Fragment,
  label: string,
  offset: Position = { x: 40, y: 40 },
): void {
  const drawing = currentDrawing(stores)
  const { place } = drawing.scope
  edit(stores, label, document => {
    const known = { ...fragment.blocks, ...document.blocks }
    let next: NetworkDocument = placed(document, drawing)
    if (Object.keys(known).length > Object.keys(document.blocks ?? {}).length)
      next = { ...next, blocks: known }
    const ids = new Map<string, string>()
    const taken = idsOf(bodyAt(next, place))
    for (const node of fragment.nodes) {
      const id = copiedId(taken, node.id)
      taken.add(id)
      ids.set(node.id, id)
      const { x, y } = node.position ?? { x: 0, y: 0 }
      next = addNode(next, { ...node, id, position: { x: x + offset.x, y: y + offset.y } }, place)
    }
    for (const edge of fragment.edges) {
      const source = ids.get(edge.source)
      const target = ids.get(edge.target)
      if (source !== undefined && target !== undefined)
        next = connect(next, { ...edge, source, target }, place)
    }
    return next
  })
}

/** Reads a fragment, or a whole document, from the clipboard; null for any other text. */
export function parseFragment(text: string): Fragment | null {
  try {
    // The document reader checks everything, so a fragment is read as a document of its own.
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || !('nodes' in value)) return null
    const { document } = parseDocumentValue({
      name: 'clipboard',
      edges: [],
      ...value,
      format: 'layerloom',
      version: 1,
    })
    const { nodes, edges, blocks } = document
    return { format: 'layerloom-fragment', nodes, edges, ...(blocks && { blocks }) }
  } catch {
    return null
  }
}

export function printFragment(fragment: Fragment): string {
  return JSON.stringify(fragment, null, 2)
}
