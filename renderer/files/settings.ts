// What is remembered beyond this window: at the host, because another start has another port and so
// another browser storage. The browser's storage is what the page reads; the host fills it.
import type { Settings } from '../../shared/rpc/host-contract.ts'
import type { Stores } from '../state/stores.tsx'
import { isTheme, keep, onKept, readKept } from '../ui/kept.ts'

export function remember(stores: Stores, change: Partial<Settings>): void {
  // Nobody should be told that a preference was not kept.
  void stores.link?.host.settings.write(change).catch(() => {})
}

/** What an earlier start kept, for parts of the page that read it when they appear. */
export function takeSettings(settings: Settings): void {
  for (const [name, value] of Object.entries(settings.page)) keep(name, value, 'quietly')
}

/** Sends what the page keeps to the host as well, changes in quick succession together. */
export function mirrorSettings(stores: Stores, signal: AbortSignal): void {
  let waiting: Record<string, Settings['page'][string]> = {}
  let timer: ReturnType<typeof setTimeout> | undefined
  const send = async () => {
    const changed = waiting
    waiting = {}
    const known = await stores.link?.host.settings.read().catch(() => undefined)
    if (known) remember(stores, { page: { ...known.page, ...changed } })
  }
  const stop = onKept((name, value) => {
    waiting[name] = value as Settings['page'][string]
    clearTimeout(timer)
    timer = setTimeout(() => void send(), 500)
  })
  signal.addEventListener('abort', stop)
}

export function keptTheme(): 'system' | 'light' | 'dark' | undefined {
  return readKept('theme', isTheme)
}
