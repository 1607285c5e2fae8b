// Making blocks of cards, and cards of blocks.
import { copiedId } from '../../shared/document/body.ts'
import { dissolveBlock, problemWithDissolving } from '../../shared/document/dissolve.ts'
import { createBlock, problemWithGroup } from '../../shared/document/group.ts'
import type { DocumentNode } from '../../shared/document/types.ts'
import { edit } from './editing.ts'
import type { Stores } from './stores.tsx'
import { currentDrawing } from './use-drawing.ts'

/** Why no block can be made of the selection, or null. */
export function whyNoGroup(stores: Stores): string | null {
  const { place } = currentDrawing(stores).scope
  const { recorded } = stores.document.getState()
  return problemWithGroup(recorded, stores.session.getState().selection, place) ?? null
}

/** A name for a block that no block has yet. */
export function freeBlockName({ document }: Stores): string {
  return copiedId(new Set(Object.keys(document.getState().recorded.blocks ?? {})), 'block')
}

export function groupSelection(stores: Stores, name: string): void {
  const drawing = currentDrawing(stores)
  const { selection } = stores.session.getState()
  edit(stores, `Make block ${name}`, document =>
    createBlock(document, selection, name, drawing.scope.place),
  )
}

/** The use of a block that is selected alone. */
export function selectedUse(stores: Stores): DocumentNode | undefined {
  const { selection } = stores.session.getState()
  const [id] = selection
  if (selection.size !== 1) return undefined
  return currentDrawing(stores).scope.body.nodes.find(
    node => node.id === id && node.type === 'block',
  )
}

export function whyNoDissolving(stores: Stores): string | null {
  const use = selectedUse(stores)
  if (!use) return 'Select one block first.'
  const { recorded } = stores.document.getState()
  return problemWithDissolving(recorded, use.id, currentDrawing(stores).scope.place) ?? null
}

/** Puts the contents of the selected block in its place; null, or why that cannot be. */
export function dissolveSelected(stores: Stores): string | null {
  const problem = whyNoDissolving(stores)
  const use = selectedUse(stores)
  if (problem !== null || !use) return problem
  const { place } = currentDrawing(stores).scope
  const isDone = edit(stores, `Dissolve ${use.id}`, document =>
    dissolveBlock(document, use.id, place),
  )
  return isDone ? null : `An expression inside ${use.block} would grow too long to be read again.`
}
