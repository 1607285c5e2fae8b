// What belongs to the window, not to the file: selection, the open block, panels, theme.
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Position } from '../../shared/document/types.ts'

/** A step into a block: which block, and through which of its uses (null: from the palette). */
export interface OpenBlock {
  readonly block: string
  readonly use: string | null
}

export type Theme = 'system' | 'light' | 'dark'
export type PaletteTab = 'layers' | 'blocks' | 'outline'
export type DockTab = 'training' | 'costs' | 'problems' | 'runs' | 'data'
/** The one page that is shown where the window is narrow. */
export type Page = 'canvas' | 'palette' | 'inspector' | 'code' | 'training'
export type PanelName = 'palette' | 'dock' | 'inspector' | 'code'
/** What the cards are coloured by. */
export type Heat = 'macs' | 'parameters' | 'memory'

/** The list of commands is open; `wire` says that a layer is wanted at the end of a wire. */
export interface CommandList {
  readonly query: string
  readonly wire?: LooseWire
}

/** A wire that was dropped on empty canvas. */
export interface LooseWire {
  readonly node: string
  readonly handle: string | null
  readonly side: 'source' | 'target'
  readonly position: Position
}

export interface SessionState {
  readonly path: readonly OpenBlock[]
  /** Ids of nodes in the open body. */
  readonly selection: ReadonlySet<string>
  /** Ids of wires in the open body, as `wireId` makes them. */
  readonly wires: ReadonlySet<string>
  readonly theme: Theme
  readonly paletteTab: PaletteTab
  readonly dockTab: DockTab
  /** The training panel shows the run, or the settings of the next one. */
  readonly trainingView: 'run' | 'settings'
  readonly page: Page
  readonly hidden: ReadonlySet<PanelName>
  readonly commandList: CommandList | null
  readonly heat: Heat | null
  /**
   * The note that was opened or closed by hand, until another card is chosen. Without it the note of
   * an error is open, and those of warnings and hints are closed.
   */
  readonly note: { readonly card: string; readonly isOpen: boolean } | null
  /** Cards in one column of a drawing without positions; set from the size of the canvas. */
  readonly rows: number
  /** Counts the wishes to see everything: the canvas fits its view when it grows. */
  readonly fitWish: number
  /** A node that should come into view. */
  readonly reveal: { readonly node: string; readonly wish: number } | null
  readonly dialog: 'group' | 'keys' | null
  /** The page of the help that is open: `layer:conv2d`, `problem:cycle`. */
  readonly help: string | null
}

export interface SessionStore extends StoreApi<SessionState> {
  readonly set: (part: Partial<SessionState>) => void
  readonly select: (ids: Iterable<string>, wires?: Iterable<string>) => void
  readonly open: (path: readonly OpenBlock[], selection?: Iterable<string>) => void
  readonly togglePanel: (panel: PanelName) => void
  readonly show: (node: string) => void
}

const nothing: ReadonlySet<string> = new Set()

export const firstSession: SessionState = {
  path: [],
  selection: nothing,
  wires: nothing,
  theme: 'system',
  paletteTab: 'layers',
  dockTab: 'training',
  trainingView: 'run',
  page: 'canvas',
  hidden: new Set(),
  commandList: null,
  heat: null,
  note: null,
  rows: 5,
  fitWish: 0,
  reveal: null,
  dialog: null,
  help: null,
}

export function createSessionStore(kept: Partial<SessionState> = {}): SessionStore {
  const store = createStore<SessionState>(() => ({ ...firstSession, ...kept }))
  const { getState, setState } = store

  function select(ids: Iterable<string>, wires: Iterable<string> = []): void {
    const next = new Set(ids)
    const nextWires = new Set(wires)
    const { selection, wires: before } = getState()
    if (sameSet(next, selection) && sameSet(nextWires, before)) return
    setState({ selection: next, wires: nextWires, note: null })
  }
  function open(path: SessionState['path'], selection: Iterable<string> = []): void {
    setState({
      path,
      selection: new Set(selection),
      wires: nothing,
      note: null,
      fitWish: getState().fitWish + 1,
    })
  }
  function togglePanel(panel: PanelName): void {
    const hidden = new Set(getState().hidden)
    if (!hidden.delete(panel)) hidden.add(panel)
    setState({ hidden })
  }
  function show(node: string): void {
    select([node])
    setState({ reveal: { node, wish: (getState().reveal?.wish ?? 0) + 1 } })
  }
  return Object.assign(store, { set: setState, select, open, togglePanel, show })
}

function sameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every(item => b.has(item))
}
