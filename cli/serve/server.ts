// HTTP and WebSockets of the host: the page's files, `/host` and `/engine`, all behind the gate.
import type { AddressInfo } from 'node:net'
import fastifyStatic from '@fastify/static'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { type Entrance, entrancePath } from './entrance.ts'
import { checkAddress, checkRequest, type GatePolicy, type Verdict } from './gate.ts'
import { securityHeaders } from './headers.ts'
import { acceptUpgrades, type SocketServer, type UpgradeParts } from './upgrades.ts'
import { createWrongTokens, type WrongTokens } from './wrong-tokens.ts'

export interface ServerOptions extends Omit<UpgradeParts, 'policy' | 'wrongTokens'> {
  /** Address to listen on. */
  readonly host: string
  /** 0: any free one. */
  readonly port: number
  /** Host names by which the page may be opened. */
  readonly names: readonly string[]
  readonly token: string
  readonly entrance: Entrance
  /** The built page. */
  readonly page: string
  /** What `/health` tells those who know the token. */
  readonly health: () => Readonly<Record<string, unknown>>
}

export interface Server {
  readonly port: number
  /** Every route with its methods, for the test that none is open by accident. */
  readonly routes: readonly string[]
  readonly sockets: SocketServer
  close(): Promise<void>
}

/** Routes that need no token: the page's own files, which hold nothing of anyone's. */
export const openRoutes: readonly string[] = [
  'GET /*',
  'HEAD /*',
  'GET /',
  'HEAD /',
  // Its code is a secret of its own, used up by the first who brings it.
  `GET ${entrancePath}:code`,
]

export async function startServer(options: ServerOptions): Promise<Server> {
  // The port is known once it listens; until then nothing is let in.
  let policy: GatePolicy = { names: [], port: options.port, token: options.token }
  const gate = () => policy
  const wrongTokens = createWrongTokens()
  const app = createApp(gate, wrongTokens)
  const routes = listRoutes(app)
  await app.register(fastifyStatic, {
    root: options.page,
    index: 'index.html',
    cacheControl: false,
    // Vite puts a hash into these names.
    setHeaders: (response, path) => {
      const hashed = /[\\/]assets[\\/]/.test(path)
      const age = hashed ? 'public, max-age=31536000, immutable' : 'no-cache'
      response.header('cache-control', age)
    },
  })
  app.get('/health', async () => options.health())
  addEntrances(app, options)
  const sockets = acceptUpgrades(app.server, { ...options, policy: gate, wrongTokens })
  await app.listen({ host: options.host, port: options.port })
  const { port } = app.server.address() as AddressInfo
  policy = { names: options.names, port, token: options.token }
  return {
    port,
    routes,
    sockets,
    close: async () => {
      sockets.close()
      app.server.closeAllConnections()
      await app.close()
    },
  }
}

function createApp(policy: () => GatePolicy, wrongTokens: WrongTokens): FastifyInstance {
  const app = fastify({
    // Requests name the token; nothing of them is logged.
    logger: false,
    bodyLimit: 1024,
    // A missing Host is for the gate to refuse.
    http: { requireHostHeader: false },
    forceCloseConnections: true,
    exposeHeadRoutes: true,
  })
  app.removeAllContentTypeParsers()
  app.addHook('onRequest', async (request, reply) => {
    const host = request.headers.host ?? ''
    const address = checkAddress(request.raw, policy())
    reply.headers(securityHeaders(address.allowed ? host : 'localhost'))
    if (!address.allowed) return refuse(reply, address)
    if (isOpen(request)) return
    const verdict = checkRequest(request.raw, policy())
    if (verdict.allowed) return
    if (verdict.wrongToken && !(await wrongTokens.wait())) return reply.code(429).send()
    return refuse(reply, verdict)
  })
  app.setNotFoundHandler((_request, reply) =>
    reply.code(404).type('text/plain').send('Not found\n'),
  )
  app.setErrorHandler((error, _request, reply) => {
    const status = (error as { statusCode?: number }).statusCode ?? 500
    // The message may quote the request.
    reply.code(status).type('text/plain').send(`Failed with status ${status}\n`)
  })
  return app
}

function addEntrances(app: FastifyInstance, { entrance, token }: ServerOptions): void {
  app.post('/entrances', async () => ({ path: entrance.issue() }))
  app.get<{ Params: { code: string } }>(
    `${entrancePath}:code`,
    { exposeHeadRoute: false },
    async (request, reply) => {
      reply.header('cache-control', 'no-store')
      if (entrance.redeem(request.params.code)) return reply.redirect(`/#token=${token}`)
      return reply
        .code(403)
        .type('text/plain')
        .send('This address worked once. Open the one that Layerloom printed.\n')
    },
  )
}

function isOpen(request: FastifyRequest): boolean {
  const { method, routeOptions } = request
  return openRoutes.includes(`${method} ${routeOptions.url ?? ''}`)
}

function refuse(reply: FastifyReply, verdict: Exclude<Verdict, { allowed: true }>): FastifyReply {
  const sentences = { 400: 'Bad request\n', 401: 'A token is needed\n', 403: 'Refused\n' }
  return reply.code(verdict.status).type('text/plain').send(sentences[verdict.status])
}

function listRoutes(app: FastifyInstance): string[] {
  const routes: string[] = []
  app.addHook('onRoute', ({ method, url }) => {
    for (const name of [method].flat()) routes.push(`${name} ${url}`)
  })
  return routes
}
