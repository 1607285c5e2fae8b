import { DocumentError } from '../../shared/document/document-error.ts'
import { type ParsedDocument, parseDocument } from '../../shared/document/parse.ts'
import type { NetworkDocument } from '../../shared/document/types.ts'
import { isRpcError } from '../../shared/rpc/rpc-error.ts'
import { afterAsking, placeDocument } from '../state/place.ts'
import type { Stores } from '../state/stores.tsx'
import { say } from '../ui/toast.tsx'
import { remember } from './settings.ts'

/** Opens a file of the workspace. Says what is wrong where it cannot. */
export async function openPath(stores: Stores, path: string): Promise<boolean> {
  const { link } = stores
  if (!link) return false
  try {
    const opened = await link.host.files.open({ path })
    const parsed = parseDocument(opened.text)
    const isReadOnly = parsed.readOnly || !opened.writable
    placeDocument(stores, parsed.document, {
      path,
      hash: opened.hash,
      savedAt: opened.changed,
      isReadOnly,
      kind: 'saved',
    })
    tell(parsed, opened.openElsewhere)
    remember(stores, { lastDocument: path })
    return true
  } catch (thrown) {
    say(explain(thrown, path), { tone: 'error' })
    return false
  }
}

/** A text from outside the workspace: dropped, or chosen on this computer. */
export function openText(stores: Stores, text: string, name: string): boolean {
  try {
    const parsed = parseDocument(text)
    placeDocument(stores, parsed.document, { kind: 'work', isReadOnly: parsed.readOnly })
    tell(parsed, false)
    return true
  } catch (thrown) {
    say(explain(thrown, name), { tone: 'error' })
    return false
  }
}

export function openFresh(stores: Stores, document: NetworkDocument): void {
  afterAsking(stores, () => placeDocument(stores, document, { kind: 'fresh' }))
}

export async function openFile(stores: Stores, file: File): Promise<void> {
  if (!/\.json$/i.test(file.name)) {
    say(`${file.name} is no network file. Network files are named NAME.loom.json.`)
    return
  }
  const text = await file.text()
  afterAsking(stores, () => openText(stores, text, file.name))
}

/** A network of one input, to draw on. */
export function emptyDocument(): NetworkDocument {
  return {
    format: 'layerloom',
    version: 1,
    name: 'Untitled',
    nodes: [
      { id: 'image', type: 'input', params: { shape: [28, 28, 1] }, position: { x: 0, y: 0 } },
    ],
    edges: [],
    training: {
      dataset: { kind: 'glyphs' },
      loss: 'categoricalCrossentropy',
      optimizer: { kind: 'adam', learningRate: 0.001 },
      epochs: 5,
      batchSize: 128,
      seed: 1,
    },
  }
}

function tell({ problems }: ParsedDocument, isOpenElsewhere: boolean): void {
  const [first] = problems
  if (first) say(first.message)
  if (isOpenElsewhere)
    say('Another window has this file open. Whoever saves second is asked before anything is lost.')
}

function explain(thrown: unknown, name: string): string {
  if (thrown instanceof DocumentError) return `${name} was not opened. ${thrown.message}`
  if (isRpcError(thrown)) return thrown.message
  return `${name} was not opened. ${thrown instanceof Error ? thrown.message : String(thrown)}`
}
