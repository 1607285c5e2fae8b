// elkjs lays out graphs with branches. It cannot be interrupted, so it works in a worker that is
// ended when it takes too long.
import type { ElkNode } from 'elkjs/lib/elk-api.js'
import ElkApi from 'elkjs/lib/elk-api.js'
import workerUrl from 'elkjs/lib/elk-worker.min.js?url'
import type { Block, Position } from '../../shared/document/types.ts'
import { arrangeBody, cardHeight, cardWidth, chainOf, rowPitch } from '../state/arrange.ts'

const deadline = 8000

const options: Readonly<Record<string, string>> = {
  'elk.algorithm': 'layered',
  'elk.direction': 'DOWN',
  'elk.layered.spacing.nodeNodeBetweenLayers': String(rowPitch - cardHeight),
  'elk.spacing.nodeNode': '52',
  'elk.spacing.edgeNode': '26',
  'elk.layered.nodePlacement.strategy': 'BRANDES_KOEPF',
  'elk.layered.nodePlacement.bk.fixedAlignment': 'BALANCED',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
}

/** Positions for every node; a chain, and a graph that takes too long, is laid out by ourselves. */
export async function arrange(body: Block, rows: number): Promise<ReadonlyMap<string, Position>> {
  if (chainOf(body)) return arrangeBody(body, rows)
  const elk = new ElkApi({ workerFactory: () => new Worker(workerUrl) })
  let timer: number | undefined
  try {
    const late = new Promise<null>(resolve => {
      timer = window.setTimeout(() => resolve(null), deadline)
    })
    const placed = await Promise.race([elk.layout(graphOf(body)), late])
    return placed ? positionsIn(placed) : arrangeBody(body, rows)
  } catch {
    return arrangeBody(body, rows)
  } finally {
    window.clearTimeout(timer)
    elk.terminateWorker()
  }
}

function graphOf(body: Block): ElkNode {
  const ids = new Set(body.nodes.map(node => node.id))
  return {
    id: 'drawing',
    layoutOptions: { ...options },
    children: body.nodes.map(({ id }) => ({ id: `n ${id}`, width: cardWidth, height: cardHeight })),
    edges: body.edges
      .filter(edge => ids.has(edge.source) && ids.has(edge.target))
      .map((edge, index) => ({
        id: `e ${index}`,
        sources: [`n ${edge.source}`],
        targets: [`n ${edge.target}`],
      })),
  }
}

function positionsIn(placed: ElkNode): ReadonlyMap<string, Position> {
  return new Map(
    (placed.children ?? []).map(({ id, x = 0, y = 0 }) => [
      id.slice(2),
      { x: Math.round(x), y: Math.round(y) },
    ]),
  )
}
