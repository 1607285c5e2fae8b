// The two WebSockets of the host. The gate answers before an upgrade is completed.
import { randomUUID } from 'node:crypto'
import type { Server as HttpServer, IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { socketPaths, socketProtocol } from '../../shared/rpc/access.ts'
import type { Answerer } from '../../shared/rpc/serve-channel.ts'
import { type SocketLike, socketWire } from '../../shared/rpc/wire.ts'
import type { EngineAddress } from './engine-process.ts'
import { checkUpgrade, type GatePolicy } from './gate.ts'
import type { Connection } from './host-handlers.ts'
import { connectToEngine, joinSockets } from './pipe.ts'
import type { WrongTokens } from './wrong-tokens.ts'

export interface UpgradeParts {
  readonly policy: () => GatePolicy
  readonly wrongTokens: WrongTokens
  readonly answerer: Answerer<Connection>
  readonly engine: () => EngineAddress | undefined
  /** The window is gone: whatever it held is free. */
  readonly onGone: (connection: string) => void
}

export interface SocketServer {
  /** Windows that are connected now. */
  readonly windows: number
  close(): void
}

const largestFrame = 32 * 1024 * 1024
/** Two unanswered pings, and a socket is dropped: half-open ones are found within 20 seconds. */
const pingInterval = 10_000

export function acceptUpgrades(server: HttpServer, parts: UpgradeParts): SocketServer {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: largestFrame,
    perMessageDeflate: false,
    clientTracking: true,
    handleProtocols: () => socketProtocol,
  })
  const windows = new Set<WebSocket>()
  const timer = setInterval(() => dropSilent(sockets), pingInterval)
  timer.unref()

  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy())
    void admit(request, socket, parts).then(async path => {
      if (path === undefined) return
      const complete = (use: (page: WebSocket) => void) =>
        sockets.handleUpgrade(request, socket, head, page => {
          watchLife(page)
          use(page)
        })
      if (path === socketPaths.host) {
        complete(page => {
          windows.add(page)
          page.on('close', () => windows.delete(page))
          answer(page, parts)
        })
        return
      }
      const engine = await reachEngine(parts)
      if (!engine) return refuse(socket, 503)
      complete(page => joinSockets(page, engine))
      // Where the upgrade itself failed, nobody else closes the engine's side.
      if (socket.destroyed) engine.terminate()
    })
  })

  return {
    get windows() {
      return windows.size
    },
    close: () => {
      clearInterval(timer)
      for (const socket of sockets.clients) socket.close(1001)
      setTimeout(() => {
        for (const socket of sockets.clients) socket.terminate()
      }, 500).unref()
    },
  }
}

/** The path, if the gate lets the request through; else it is answered. */
async function admit(
  request: IncomingMessage,
  socket: Duplex,
  parts: UpgradeParts,
): Promise<string | undefined> {
  const verdict = checkUpgrade(request, parts.policy())
  if (!verdict.allowed) {
    if (verdict.wrongToken && !(await parts.wrongTokens.wait())) refuse(socket, 429)
    else refuse(socket, verdict.status)
    return undefined
  }
  const known = Object.values<string | undefined>(socketPaths).includes(request.url)
  if (known) return request.url
  refuse(socket, 404)
  return undefined
}

function answer(page: WebSocket, parts: UpgradeParts): void {
  const connection = randomUUID()
  const wire = socketWire(page as unknown as SocketLike)
  wire.onClose(() => parts.onGone(connection))
  parts.answerer.answer(wire, { connection })
}

async function reachEngine(parts: UpgradeParts): Promise<WebSocket | undefined> {
  const address = parts.engine()
  if (!address) return undefined
  return connectToEngine(address).catch(() => undefined)
}

const reasons: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  429: 'Too Many Requests',
  503: 'Service Unavailable',
}

function refuse(socket: Duplex, status: number): void {
  socket.end(
    `HTTP/1.1 ${status} ${reasons[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
  )
  socket.once('finish', () => socket.destroy())
}

const silent = new WeakMap<WebSocket, number>()

function watchLife(socket: WebSocket): void {
  silent.set(socket, 0)
  const alive = () => silent.set(socket, 0)
  socket.on('pong', alive)
  socket.on('message', alive)
}

function dropSilent(sockets: WebSocketServer): void {
  for (const socket of sockets.clients) {
    const missed = silent.get(socket) ?? 0
    if (missed >= 2) socket.terminate()
    else socket.ping()
    silent.set(socket, missed + 1)
  }
}
