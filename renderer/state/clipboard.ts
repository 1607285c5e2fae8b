// Copies of a part of the drawing: as text on the clipboard, or at once beside it.
import { DocumentError } from '../../shared/document/document-error.ts'
import {
  type Fragment,
  fragmentOf,
  parseFragment,
  paste,
  printFragment,
} from '../../shared/document/fragment.ts'
import { edit, placed } from './editing.ts'
import type { Stores } from './stores.tsx'
import { currentDrawing } from './use-drawing.ts'

const offset = { x: 40, y: 40 }

/** The selected cards where they stand now; null where none is selected. */
function selectedPart(stores: Stores): Fragment | null {
  const drawing = currentDrawing(stores)
  const { document, place } = drawing.scope
  const { selection } = stores.session.getState()
  const fragment = fragmentOf(placed(document, drawing), selection, place)
  return fragment.nodes.length > 0 ? fragment : null
}

export function copiedText(stores: Stores): string | null {
  const fragment = selectedPart(stores)
  return fragment && printFragment(fragment)
}

/** Adds what the text holds and selects it; null, or the sentence that says why it cannot be. */
export function pasteText(stores: Stores, text: string): string | null {
  try {
    const fragment = parseFragment(text)
    if (fragment.nodes.length === 0) return 'The clipboard holds no layers.'
    add(stores, fragment, 'Paste')
    return null
  } catch (thrown) {
    if (!(thrown instanceof DocumentError)) throw thrown
    return `The clipboard holds no layers. ${thrown.message}`
  }
}

export function duplicateSelection(stores: Stores): void {
  const fragment = selectedPart(stores)
  if (fragment) add(stores, fragment, 'Duplicate')
}

function add(stores: Stores, fragment: Fragment, label: string): void {
  const drawing = currentDrawing(stores)
  edit(stores, label, document =>
    paste(placed(document, drawing), fragment, { offset }, drawing.scope.place),
  )
}
