// Where a node of the expanded network is drawn: the blocks to open and the card there.
import { bodyAt } from '../../shared/document/body.ts'
import type { Block } from '../../shared/document/types.ts'
import type { Problem } from '../../shared/graph/network.ts'
import type { OpenBlock } from './session-store.ts'
import type { Stores } from './stores.tsx'
import { currentDrawing } from './use-drawing.ts'

export interface Target {
  readonly path: readonly OpenBlock[]
  readonly node: string
}

export function pathToProblem(stores: Stores, problem: Problem): Target | null {
  const { scope, path } = currentDrawing(stores)
  const written = problem.in
  if (written && written.block === scope.place) return { path, node: written.id }
  if (problem.node === null) return null
  const target = pathToLayer(stores, problem.node)
  // A problem of a block that is used nowhere.
  if (!target && written?.block)
    return { path: [{ block: written.block, use: null }], node: written.id }
  return target
}

/** Follows a path id such as `stage3/2/conv1` through the uses of blocks. */
export function pathToLayer(stores: Stores, id: string): Target | null {
  const { present } = stores.document.getState()
  const parts = id.split('/')
  const path: OpenBlock[] = []
  let place: string | null = null
  while (parts.length > 0) {
    const name = parts.shift()
    const body: Block | undefined = bodyAt(present, place)
    const node = body?.nodes.find(other => other.id === name)
    if (!node) return null
    if (parts.length === 0) return { path, node: node.id }
    if (node.block === undefined) return null
    if (node.repeat !== undefined) parts.shift()
    path.push({ block: node.block, use: node.id })
    place = node.block
  }
  return null
}
