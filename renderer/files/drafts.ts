// Work that is in no file yet, kept 300 ms after every edit: at the host, or in the browser while
// there is none. What a crashed window leaves is offered at the next start.
import { printDocument } from '../../shared/document/print.ts'
import type { Draft, DraftSummary } from '../../shared/rpc/host-contract.ts'
import { hasWork } from '../state/place.ts'
import type { Stores } from '../state/stores.tsx'
import { writeCopy } from './window-copy.ts'

const delay = 300
const prefix = 'layerloom.draft.'

type OwnDraft = Pick<Draft, 'id' | 'name' | 'path' | 'baseHash' | 'text'>

export function keepDrafts(stores: Stores, signal: AbortSignal): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let last = stores.document.getState().recorded
  let written = ''
  async function write(): Promise<void> {
    writeCopy(stores)
    const { draftId } = stores.file.getState()
    if (hasWork(stores)) {
      written = draftId
      await writeDraft(stores, draftOf(stores))
    } else if (written === draftId) {
      written = ''
      await discardDraft(stores, draftId)
    }
  }
  const later = () => {
    clearTimeout(timer)
    timer = setTimeout(() => void write(), delay)
  }
  const ends = [
    stores.document.subscribe(({ recorded, saved }, before) => {
      if (recorded === last && saved === before.saved) return
      last = recorded
      later()
    }),
    // The selection and the shown run belong to the copy for a reload.
    stores.session.subscribe(later),
    stores.run.subscribe((state, before) => state.shown !== before.shown && later()),
    stores.file.subscribe((state, before) => state.path !== before.path && later()),
  ]
  const leave = () => {
    writeCopy(stores)
    if (hasWork(stores)) writeLocally(draftOf(stores))
  }
  window.addEventListener('pagehide', leave)
  signal.addEventListener('abort', () => {
    clearTimeout(timer)
    for (const end of ends) end()
    window.removeEventListener('pagehide', leave)
  })
  void holdDraft(stores.file.getState().draftId)
  stores.file.subscribe((state, before) => {
    if (state.draftId !== before.draftId) void holdDraft(state.draftId)
  })
}

function draftOf(stores: Stores): OwnDraft {
  const { recorded } = stores.document.getState()
  const { draftId, path, hash } = stores.file.getState()
  const name = recorded.name.slice(0, 200)
  return { id: draftId, name, path, baseHash: hash, text: printDocument(recorded) }
}

async function writeDraft(stores: Stores, draft: OwnDraft): Promise<void> {
  if (stores.link && stores.run.getState().link === 'connected') {
    try {
      await stores.link.host.drafts.write(draft)
      forgetLocally(draft.id)
      return
    } catch {
      // The browser keeps it instead.
    }
  }
  writeLocally(draft)
}

export async function discardDraft(stores: Stores, id: string): Promise<void> {
  forgetLocally(id)
  await stores.link?.host.drafts.discard({ id }).catch(() => {})
}

/** Drafts of windows that are gone, newest first. */
export async function leftDrafts(stores: Stores): Promise<readonly DraftSummary[]> {
  const own = stores.file.getState().draftId
  const held = await heldDrafts()
  const local = localDrafts().filter(draft => !held.has(draft.id))
  const there = await stores.link?.host.drafts.list().catch(() => [])
  const all = [...local, ...(there ?? [])].filter(draft => !draft.live && draft.id !== own)
  const newest = new Map<string, DraftSummary>()
  for (const draft of all)
    if ((newest.get(draft.id)?.saved ?? 0) < draft.saved) newest.set(draft.id, draft)
  return [...newest.values()].sort((a, b) => b.saved - a.saved)
}

export async function readDraft(stores: Stores, id: string): Promise<OwnDraft | null> {
  const local = readLocally(id)
  const there = await stores.link?.host.drafts.read({ id }).catch(() => undefined)
  if (!there) return local
  return local && local.saved > there.saved ? local : there
}

type LocalDraft = OwnDraft & { readonly saved: number }

function writeLocally(draft: OwnDraft): void {
  try {
    localStorage.setItem(prefix + draft.id, JSON.stringify({ ...draft, saved: Date.now() }))
  } catch {
    // Full: nothing more can be done without a host.
  }
}

function forgetLocally(id: string): void {
  localStorage.removeItem(prefix + id)
}

function readLocally(id: string): LocalDraft | null {
  try {
    return JSON.parse(localStorage.getItem(prefix + id) ?? 'null') as LocalDraft | null
  } catch {
    return null
  }
}

function localDrafts(): readonly DraftSummary[] {
  const keys = Object.keys(localStorage).filter(key => key.startsWith(prefix))
  return keys.flatMap(key => {
    const draft = readLocally(key.slice(prefix.length))
    return draft ? [{ ...draft, size: draft.text.length, live: false }] : []
  })
}

/** A lock tells other tabs that this draft's window is alive; it goes with the tab. */
async function holdDraft(id: string): Promise<void> {
  await navigator.locks
    ?.request(prefix + id, { ifAvailable: true }, () => new Promise(() => {}))
    .catch(() => {})
}

export async function heldDrafts(): Promise<ReadonlySet<string>> {
  const held = (await navigator.locks?.query().catch(() => undefined))?.held ?? []
  return new Set(held.map(lock => (lock.name ?? '').slice(prefix.length)))
}
