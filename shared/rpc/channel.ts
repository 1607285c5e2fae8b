// The caller's end of a channel: a typed client over a wire that is opened again whenever it breaks.
import { createORPCClient, ORPCError } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import type { engineContract } from './engine-contract.ts'
import type { hostContract } from './host-contract.ts'
import { isAsyncIterator, mapFailures } from './map-failures.ts'
import { isRpcErrorCode, RpcError } from './rpc-error.ts'
import { type Frame, pause, ping, pong, type Wire, WireClosedError } from './wire.ts'

export type ConnectionState = 'connecting' | 'connected' | 'closed'

export interface ChannelOptions {
  /** Opens a wire, or rejects; called again after every break. */
  readonly open: () => Promise<Wire>
  readonly onState?: (state: ConnectionState) => void
  /** How long a call waits for a connection, 10 s. */
  readonly patience?: number
  /** Silence after which the other side is asked for a sign of life, 5 s. */
  readonly heartbeat?: number
  /** Silence after which the wire counts as broken, 15 s. */
  readonly silence?: number
  /** The first and the longest wait between attempts, 100 ms and 2 s. */
  readonly retry?: { readonly first: number; readonly longest: number }
}

export interface Channel<Contract extends typeof hostContract | typeof engineContract> {
  readonly client: ContractRouterClient<Contract>
  readonly state: ConnectionState
  /** Rejects what waits; the client is of no use afterwards. */
  close(): void
}

/** Calls made while there is no connection wait for one; calls cut off reject with `disconnected`. */
export function openChannel<Contract extends typeof hostContract | typeof engineContract>(
  options: ChannelOptions,
): Channel<Contract> {
  const connection = keepConnected(options)
  const client = createORPCClient({
    call: async (path, input, callOptions) => {
      const link = await connection.link(callOptions.signal)
      const explain = (thrown: unknown) => toRpcError(thrown, link.open, callOptions.signal)
      if (!link.open) throw explain(undefined)
      try {
        const output = await link.calls.call(path, input, callOptions)
        return isAsyncIterator(output) ? mapFailures(output, explain) : output
      } catch (thrown) {
        throw explain(thrown)
      }
    },
  }) as ContractRouterClient<Contract>
  return {
    client,
    get state() {
      return connection.state
    },
    close: connection.close,
  }
}

interface Link {
  readonly calls: RPCLink<Record<never, never>>
  readonly open: boolean
}

interface Waiter {
  resolve(link: Link): void
  reject(error: RpcError): void
}

function keepConnected(options: ChannelOptions) {
  const retry = options.retry ?? { first: 100, longest: 2000 }
  const waiters = new Set<Waiter>()
  let state: ConnectionState = 'connecting'
  let link: Link | undefined
  let wire: Wire | undefined

  const enter = (next: ConnectionState) => {
    if (state === 'closed' || state === next) return
    state = next
    options.onState?.(next)
  }
  const isClosed = () => state === 'closed'

  async function run(): Promise<void> {
    let wait = retry.first
    while (!isClosed()) {
      const opened = await options.open().catch(() => undefined)
      if (opened && isClosed()) opened.close()
      if (opened && !isClosed()) {
        wire = opened
        wait = retry.first
        await use(opened)
        enter('connecting')
      }
      // Half of it by chance, so that many windows do not come at once.
      if (!isClosed()) await pause(wait * (0.5 + Math.random() / 2))
      wait = Math.min(wait * 2, retry.longest)
    }
  }

  /** Until the wire breaks. */
  function use(opened: Wire): Promise<void> {
    return new Promise(resolve => {
      const current = createLink(opened, options)
      link = current
      opened.onClose(() => {
        link = undefined
        resolve()
      })
      enter('connected')
      for (const waiter of waiters) waiter.resolve(current)
    })
  }

  void run()
  return {
    get state() {
      return state
    },
    link: (signal: AbortSignalLike | undefined) =>
      link
        ? Promise.resolve(link)
        : isClosed()
          ? Promise.reject(closedError())
          : waitForLink(waiters, options.patience ?? 10_000, signal),
    close: () => {
      enter('closed')
      wire?.close()
      for (const waiter of waiters) waiter.reject(closedError())
    },
  }
}

interface AbortSignalLike {
  readonly aborted: boolean
  addEventListener(kind: 'abort', listener: () => void): void
}

function waitForLink(
  waiters: Set<Waiter>,
  patience: number,
  signal: AbortSignalLike | undefined,
): Promise<Link> {
  return new Promise((resolve, reject) => {
    const settle =
      <Value>(how: (value: Value) => void) =>
      (value: Value) => {
        waiters.delete(waiter)
        how(value)
      }
    const waiter: Waiter = { resolve: settle(resolve), reject: settle(reject) }
    waiters.add(waiter)
    signal?.addEventListener('abort', () => waiter.reject(cancelledError()))
    if (signal?.aborted) waiter.reject(cancelledError())
    void pause(patience).then(() => {
      const sentence = `There was no connection for ${patience / 1000} seconds. It is tried again by itself.`
      waiter.reject(new RpcError('unreachable', sentence))
    })
  })
}

function createLink(wire: Wire, options: ChannelOptions): Link {
  let isOpen = true
  let receive: (event: { readonly data: Frame }) => void = () => {}
  let finish: () => void = () => {}
  const heard = watchSilence(wire, options)
  wire.onFrame(frame => {
    heard()
    if (frame !== pong) receive({ data: frame })
  })
  wire.onClose(() => {
    isOpen = false
    finish()
  })
  // oRPC wants the part of a WebSocket that it uses.
  const socket = {
    readyState: 1,
    send: (frame: Frame) => wire.send(frame).catch(dropLate),
    removeEventListener: () => {},
    addEventListener: (kind: string, listener: (event: { readonly data: Frame }) => void) => {
      if (kind === 'message') receive = listener
      if (kind === 'close') finish = listener as unknown as () => void
    },
  }
  type Socket = ConstructorParameters<typeof RPCLink>[0]['websocket']
  const calls = new RPCLink<Record<never, never>>({ websocket: socket as unknown as Socket })
  return {
    calls,
    get open() {
      return isOpen
    },
  }
}

/** The calls of a closed wire have been rejected; what they still send, an abort, is for nobody. */
function dropLate(thrown: unknown): void {
  if (!(thrown instanceof WireClosedError)) throw thrown
}

/** Closes a wire over which nothing comes any more; browsers notice that after minutes only. */
function watchSilence(wire: Wire, options: ChannelOptions): () => void {
  const heartbeat = options.heartbeat ?? 5000
  const silence = options.silence ?? 15_000
  let last = Date.now()
  let isOpen = true
  wire.onClose(() => {
    isOpen = false
  })
  async function watch(): Promise<void> {
    let checked = Date.now()
    while (isOpen) {
      await pause(heartbeat)
      // A machine that slept, or a page whose timers the browser slowed, heard nothing either.
      const slept = Date.now() - checked > heartbeat + silence / 2
      checked = Date.now()
      if (slept) last = checked
      if (checked - last >= silence) wire.close()
      else if (isOpen) void wire.send(ping).catch(() => {})
    }
  }
  void watch()
  return () => {
    last = Date.now()
  }
}

function toRpcError(
  thrown: unknown,
  isOpen: boolean,
  signal: AbortSignalLike | undefined,
): RpcError {
  if (thrown instanceof RpcError) return thrown
  if (signal?.aborted) return cancelledError()
  if (thrown instanceof ORPCError) {
    const code = isRpcErrorCode(thrown.code) ? thrown.code : 'internal'
    return new RpcError(code, thrown.message, thrown.data, thrown)
  }
  if (isOpen) return new RpcError('internal', String(thrown), undefined, thrown)
  const sentence = 'The connection broke before the answer came.'
  return new RpcError('disconnected', sentence, undefined, thrown)
}

function closedError(): RpcError {
  return new RpcError('cancelled', 'The connection was closed on this side.')
}

function cancelledError(): RpcError {
  return new RpcError('cancelled', 'The call was given up.')
}
