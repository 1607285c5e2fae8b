// The engine's own socket: loopback, one secret that only the host knows, and no browser behind it.
import { createHash, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'
import { socketProtocol, tokenFromProtocols } from '../../shared/rpc/access.ts'
import { type SocketLike, socketWire, type Wire } from '../../shared/rpc/wire.ts'

export interface Door {
  readonly port: number
  close(): void
}

const largestFrame = 32 * 1024 * 1024

export async function openDoor(token: string, onWire: (wire: Wire) => void): Promise<Door> {
  const server = createServer((_request, response) => response.writeHead(404).end())
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: largestFrame,
    perMessageDeflate: false,
    handleProtocols: () => socketProtocol,
  })
  let port = 0
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy())
    if (!isHost(request, port, token)) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
      return
    }
    sockets.handleUpgrade(request, socket, head, page =>
      onWire(socketWire(page as unknown as SocketLike)),
    )
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  port = (server.address() as AddressInfo).port
  return {
    port,
    close: () => {
      for (const socket of sockets.clients) socket.terminate()
      server.close()
    },
  }
}

/** Browsers always send an Origin, the host never does. */
function isHost(request: IncomingMessage, port: number, token: string): boolean {
  const { host, origin } = request.headers
  const offered = tokenFromProtocols(request.headers['sec-websocket-protocol'])
  if (host !== `127.0.0.1:${port}` || origin !== undefined || offered === undefined) return false
  return timingSafeEqual(digest(offered), digest(token))
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
