// A wire carries whole frames in order, both ways. The calls above it know nothing else of it, so
// tests swap a socket for a pair in memory.

export type Frame = string | Uint8Array

export interface Wire {
  /** Resolves when there is room for more; a sender of streams waits for it. */
  send(frame: Frame): Promise<void>
  onFrame(listener: (frame: Frame) => void): void
  /** Called once, also where it is closed already. */
  onClose(listener: () => void): void
  close(): void
}

/** Thrown by `send` after the close: whoever sends then was only late. */
export class WireClosedError extends Error {
  override readonly name = 'WireClosedError'
}

/** The control frames of the heartbeat. No call looks like them: a call's frame is JSON. */
export const ping = '~ping'
export const pong = '~pong'

/** Listeners of one wire; whoever comes after the close is told at once. */
export class WireListeners {
  readonly #frames = new Set<(frame: Frame) => void>()
  readonly #closes = new Set<() => void>()
  #closed = false

  get closed(): boolean {
    return this.#closed
  }

  onFrame(listener: (frame: Frame) => void): void {
    this.#frames.add(listener)
  }

  onClose(listener: () => void): void {
    if (this.#closed) listener()
    else this.#closes.add(listener)
  }

  frame(frame: Frame): void {
    if (this.#closed) return
    for (const listener of this.#frames) listener(frame)
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    for (const listener of this.#closes) listener()
    this.#frames.clear()
    this.#closes.clear()
  }
}

/** Two joined ends in memory: what goes into one comes out of the other in a later turn. */
export function createWirePair(): readonly [Wire, Wire] {
  const left = new WireListeners()
  const right = new WireListeners()
  const close = () => {
    left.close()
    right.close()
  }
  return [createEnd(left, right, close), createEnd(right, left, close)]
}

function createEnd(own: WireListeners, other: WireListeners, close: () => void): Wire {
  return {
    send: async frame => {
      if (own.closed) throw new WireClosedError('The wire is closed.')
      await Promise.resolve()
      other.frame(frame)
    },
    onFrame: listener => own.onFrame(listener),
    onClose: listener => own.onClose(listener),
    close,
  }
}

/** What a browser's WebSocket and the one of package `ws` have in common. */
export interface SocketLike {
  binaryType: string
  readonly bufferedAmount: number
  readonly readyState: number
  send(data: string | Uint8Array<ArrayBuffer>): void
  close(): void
  addEventListener(kind: string, listener: (event: { readonly data?: unknown }) => void): void
}

declare function setTimeout(task: () => void, milliseconds: number): unknown

const open = 1
/** What may wait in a socket before the sender of a stream waits too. */
const fullSocket = 1024 * 1024

/** Resolves with the wire once the socket is open, rejects where it closes before. */
export function openSocketWire(socket: SocketLike): Promise<Wire> {
  return new Promise((resolve, reject) => {
    const wire = socketWire(socket)
    if (socket.readyState === open) return resolve(wire)
    socket.addEventListener('open', () => resolve(wire))
    wire.onClose(() => reject(new Error('The connection was refused.')))
  })
}

export function socketWire(socket: SocketLike): Wire {
  const listeners = new WireListeners()
  socket.binaryType = 'arraybuffer'
  socket.addEventListener('message', ({ data }) => {
    if (typeof data === 'string') listeners.frame(data)
    else if (data instanceof ArrayBuffer) listeners.frame(new Uint8Array(data))
  })
  socket.addEventListener('close', () => listeners.close())
  // A `close` always follows; without a listener `ws` would throw.
  socket.addEventListener('error', () => {})
  return {
    send: async frame => {
      if (socket.readyState !== open) throw new WireClosedError('The connection is closed.')
      socket.send(frame as string | Uint8Array<ArrayBuffer>)
      // Sockets tell nobody when they drain.
      while (socket.bufferedAmount > fullSocket && socket.readyState === open) await pause(20)
    },
    onFrame: listener => listeners.onFrame(listener),
    onClose: listener => listeners.onClose(listener),
    close: () => {
      socket.close()
      // A half-open socket would keep its listeners waiting for the handshake's end.
      listeners.close()
    },
  }
}

/** Waits; timers exist wherever this runs, though shared code is typed without them. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise(resolve => {
    setTimeout(resolve, milliseconds)
  })
}
