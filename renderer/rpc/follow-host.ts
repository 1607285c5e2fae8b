// What the host tells by itself: how the engine is, and which open files changed on disk.
import type { EngineState, HostEvent } from '../../shared/rpc/host-contract.ts'
import { isRpcError } from '../../shared/rpc/rpc-error.ts'
import { pause } from '../../shared/rpc/wire.ts'
import { type RunStore, runningRun } from '../state/run-store.ts'
import type { Link } from './link.ts'

export interface HostListener {
  readonly onFile: (path: string, hash: string | null) => void
  /** Also after every reconnection. */
  readonly onReady: () => void
}

/** Runs until the signal; survives restarts of the host, which count their events anew. */
export async function followHost(
  link: Link,
  run: RunStore,
  listener: HostListener,
  signal: AbortSignal,
): Promise<void> {
  let instance = ''
  let last = 0
  while (!signal.aborted) {
    try {
      const info = await link.host.info(undefined, { signal })
      const isSame = info.instance === instance
      instance = info.instance
      if (!isSame) last = 0
      takeEngineState(run, info.engine, listener)
      const events = await link.host.events(isSame ? { after: last } : {}, { signal })
      for await (const event of events) {
        last = event.sequence
        takeEvent(run, event, listener)
      }
    } catch (thrown) {
      if (signal.aborted) return
      // Whatever else goes wrong is asked again, but not in a tight circle.
      if (!isRpcError(thrown, 'disconnected') && !isRpcError(thrown, 'unreachable'))
        await pause(1000)
    }
  }
}

function takeEvent(run: RunStore, event: HostEvent, listener: HostListener): void {
  if (event.event === 'file') listener.onFile(event.path, event.hash)
  else takeEngineState(run, event.engine, listener)
}

function takeEngineState(run: RunStore, engine: EngineState, listener: HostListener): void {
  const before = run.getState()
  if (engine.state === 'died') {
    const { broken } = before
    const runId = runningRun(before) ?? broken?.runId ?? null
    run.set({ engine, broken: { message: engine.reason.message, runId } })
    return
  }
  run.set({ engine })
  if (engine.state !== 'ready') return
  // Nothing was lost with it: there is nothing to say once it is back.
  if (before.broken?.runId === null) run.set({ broken: null })
  listener.onReady()
}
