// Frames between a page's socket and the engine's, unread. A side that reads slowly slows the other;
// nothing piles up here (RELIABILITY F17).
import { WebSocket } from 'ws'
import { socketProtocols } from '../../shared/rpc/access.ts'
import type { EngineAddress } from './engine-process.ts'

const full = 4 * 1024 * 1024

/** Rejects where the engine cannot be reached. */
export function connectToEngine(engine: EngineAddress): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${engine.port}/`, socketProtocols(engine.token), {
      perMessageDeflate: false,
      handshakeTimeout: 3000,
    })
    // What the engine sends before the other side is joined must wait in the socket.
    socket.once('open', () => {
      socket.pause()
      resolve(socket)
    })
    socket.once('error', reject)
  })
}

export function joinSockets(page: WebSocket, engine: WebSocket): void {
  passOn(page, engine)
  passOn(engine, page)
  engine.resume()
}

function passOn(from: WebSocket, to: WebSocket): void {
  from.on('message', (data, isBinary) => {
    to.send(data, { binary: isBinary }, () => {
      if (from.isPaused && to.bufferedAmount < full / 2) from.resume()
    })
    if (to.bufferedAmount > full) from.pause()
  })
  // A `close` follows, which is all that matters here.
  from.on('error', () => {})
  from.on('close', () => {
    to.close()
    // A side that does not answer the closing handshake is dropped.
    setTimeout(() => to.terminate(), 2000).unref()
  })
}
