// The two connections of a window: the host's calls, and the engine's through the host.
import { socketPaths, socketProtocols } from '../../shared/rpc/access.ts'
import { type Channel, openChannel } from '../../shared/rpc/channel.ts'
import type {
  EngineClient,
  engineContract,
  HostClient,
  hostContract,
} from '../../shared/rpc/contract.ts'
import { openSocketWire, type Wire } from '../../shared/rpc/wire.ts'
import type { RunStore } from '../state/run-store.ts'

export interface Link {
  readonly host: HostClient
  readonly engine: EngineClient
  readonly close: () => void
}

export interface Wires {
  readonly host: () => Promise<Wire>
  readonly engine: () => Promise<Wire>
}

/** Over WebSockets of the page's own origin. */
export function socketWires(token: string, origin: string = location.origin): Wires {
  const address = origin.replace(/^http/, 'ws')
  const open = (path: string) => () =>
    openSocketWire(new WebSocket(address + path, socketProtocols(token)))
  return { host: open(socketPaths.host), engine: open(socketPaths.engine) }
}

export function openLink(wires: Wires, run: RunStore): Link {
  const host: Channel<typeof hostContract> = openChannel<typeof hostContract>({
    open: wires.host,
    onState: state => {
      const wasThere = run.getState().link !== 'connecting'
      if (state === 'connected') run.set({ link: 'connected' })
      else run.set({ link: wasThere ? 'lost' : 'connecting' })
    },
  })
  const engine: Channel<typeof engineContract> = openChannel<typeof engineContract>({
    // The host refuses while no engine is ready; asking it again and again would say nothing new.
    open: () => untilReady(run).then(wires.engine),
    retry: { first: 50, longest: 1000 },
  })
  run.set({ link: 'connecting' })
  return {
    host: host.client,
    engine: engine.client,
    close: () => {
      host.close()
      engine.close()
      run.set({ link: 'absent', engine: null, status: null })
    },
  }
}

function untilReady(run: RunStore): Promise<void> {
  const isReady = () => {
    const { link, engine } = run.getState()
    return link === 'connected' && engine?.state === 'ready'
  }
  if (isReady()) return Promise.resolve()
  return new Promise(resolve => {
    const stop = run.subscribe(() => {
      if (!isReady()) return
      stop()
      resolve()
    })
  })
}
