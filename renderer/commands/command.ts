// A thing that the person can do. Menu, toolbar, palette and keyboard read one list of them.
import type { Stores } from '../state/stores.tsx'

/** What only the mounted canvas can do: it knows the viewport. */
export interface CanvasHandle {
  readonly fit: () => void
  readonly zoomBy: (factor: number) => void
  readonly zoomTo: (zoom: number) => void
  readonly arrange: () => Promise<void>
  /** Starts drawing a wire from the selected card by keyboard. */
  readonly startWire: () => void
  readonly focusNode: (id: string) => void
}

export interface CommandContext extends Stores {
  /** Null while no canvas is shown. */
  readonly canvas: CanvasHandle | null
}

export interface Command {
  /** Group and verb, `edit.undo`; the native menu refers to it. */
  readonly id: string
  readonly label: string
  /** Every combination, `Ctrl+Shift+Z`; the first is shown. Ctrl is ⌘ on a Mac. */
  readonly keys?: readonly string[]
  /** The browser raises an event of its own for the keys (copy, paste), and the canvas listens to that. */
  readonly isNative?: boolean
  /** Where the keys count: everywhere, or only while the canvas has the focus. */
  readonly where?: 'canvas' | 'everywhere'
  /** Works on the card that has the keyboard's focus, also where another one is selected. */
  readonly takesFocused?: boolean
  /** Null where it can run, else the sentence that says what to do first. */
  readonly whyNot?: (context: CommandContext) => string | null
  readonly run: (context: CommandContext) => void | Promise<void>
}

export const isMac = typeof navigator !== 'undefined' && /Mac/.test(navigator.platform)

const arrows: Readonly<Record<string, string>> = { Up: '↑', Down: '↓', Left: '←', Right: '→' }

/** `Ctrl+Shift+Z` as people read it: `Ctrl Shift Z`, `⌘⇧Z`. */
export function keysText(keys: string | undefined): string | undefined {
  // The last sign is a key itself, also where it is a plus.
  const named = keys?.replace(/Arrow(Up|Down|Left|Right)$/, (_, way: string) => arrows[way] ?? way)
  if (named === undefined || !isMac) return named?.replace(/\+(?=.)/g, ' ')
  return named.replace('Ctrl+', '⌘').replace('Shift+', '⇧').replace('Alt+', '⌥')
}
