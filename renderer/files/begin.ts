// What a window shows when it opens: what this tab showed before, else the document that was open
// last, else LeNet. Then everything that follows the host and keeps work safe is set going.
import { pause } from '../../shared/rpc/wire.ts'
import { followHost } from '../rpc/follow-host.ts'
import { followShown, refreshRuns } from '../rpc/follow-runs.ts'
import { newDraftId } from '../state/file-store.ts'
import type { Stores } from '../state/stores.tsx'
import { heldDrafts, keepDrafts, leftDrafts } from './drafts.ts'
import { openPath } from './open.ts'
import { fileChanged, reopenFile } from './outside.ts'
import { keptTheme, mirrorSettings, takeSettings } from './settings.ts'
import { readCopy } from './window-copy.ts'

/** How long the first picture waits for the host. */
const patience = 500
const pollEvery = 10_000

export async function beginWindow(stores: Stores, signal: AbortSignal): Promise<void> {
  const { file, document, session, link } = stores
  file.set({ untouched: document.getState().recorded })
  const isBack = readCopy(stores)
  // A duplicated tab has the same copy, and its twin keeps the draft.
  if (isBack && (await isTwin(file.getState().draftId))) file.set({ draftId: newDraftId() })
  if (link) {
    const ready = atHost(stores, isBack, signal)
    await Promise.race([ready, pause(patience)])
  }
  const theme = keptTheme()
  if (theme) session.set({ theme })
  keepDrafts(stores, signal)
  if (!link) void offerDrafts(stores)
}

/** The page before a reload lets go of its draft within moments. */
async function isTwin(draftId: string): Promise<boolean> {
  if (!(await heldDrafts()).has(draftId)) return false
  await pause(150)
  return (await heldDrafts()).has(draftId)
}

async function atHost(stores: Stores, isBack: boolean, signal: AbortSignal): Promise<void> {
  const { link, run } = stores
  if (!link) return
  void followHost(
    link,
    run,
    {
      onFile: (path, hash) => void fileChanged(stores, path, hash),
      onReady: () => void engineReady(stores),
    },
    signal,
  )
  followShown(link, run, signal)
  pollRuns(stores, signal)
  const settings = await link.host.settings.read().catch(() => undefined)
  if (settings) takeSettings(settings)
  mirrorSettings(stores, signal)
  if (isBack) void reopenFile(stores)
  else {
    const { untouched } = stores.file.getState()
    const isStill = stores.document.getState().recorded === untouched
    if (settings?.lastDocument && isStill) await openLast(stores, settings.lastDocument)
    void offerDrafts(stores)
  }
}

/** The file may be gone; then the window simply begins as a new one does. */
async function openLast(stores: Stores, path: string): Promise<void> {
  const recent = await stores.link?.host.files.recent().catch(() => [])
  if (recent?.some(entry => entry.path === path)) await openPath(stores, path)
}

async function offerDrafts(stores: Stores): Promise<void> {
  const drafts = await leftDrafts(stores)
  if (drafts.length > 0) stores.file.ask({ kind: 'recover', drafts })
}

async function engineReady(stores: Stores): Promise<void> {
  const { link, run } = stores
  if (!link) return
  await refreshRuns(link, run)
  const { shown, status, records } = run.getState()
  const running = status?.running ?? null
  if (shown === null && running !== null) run.show(running)
  // A stream that broke with the engine goes on where it was.
  else if (shown !== null && records.at(-1)?.event !== 'end') run.show(shown)
}

/** Other windows and the command line start runs too. */
function pollRuns({ link, run }: Stores, signal: AbortSignal): void {
  if (!link) return
  const timer = setInterval(() => {
    const { engine } = run.getState()
    if (!document.hidden && engine?.state === 'ready') void refreshRuns(link, run)
  }, pollEvery)
  signal.addEventListener('abort', () => clearInterval(timer))
}
