// The host: one process that serves the page, answers its calls and looks after the engine. The
// command line, `npm start` and Electron all start this.
import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { addressWithToken } from '../../shared/rpc/access.ts'
import { hostContract } from '../../shared/rpc/contract.ts'
import type { EngineState } from '../../shared/rpc/host-contract.ts'
import { createAnswerer } from '../../shared/rpc/serve-channel.ts'
import { createDrafts } from './drafts.ts'
import { type EngineTimes, superviseEngine } from './engine-process.ts'
import { createEntrance } from './entrance.ts'
import { createHostEvents } from './events.ts'
import { explainFailure } from './explain.ts'
import { createDocumentFiles } from './files.ts'
import { createToken, loopbackNames } from './gate.ts'
import { type Connection, createHostHandlers } from './host-handlers.ts'
import { createOpenFiles } from './open-files.ts'
import { createRecentFiles } from './recent-files.ts'
import { createRegistry } from './running-hosts.ts'
import { ServeError } from './serve-error.ts'
import { startServer } from './server.ts'
import { createSettings } from './settings.ts'
import { prepareState, stateFolder } from './state-folder.ts'
import { openWorkspace, type Workspace } from './workspace.ts'

export interface HostOptions {
  /** The workspace, `~/Layerloom` unless given. */
  readonly folder?: string | undefined
  /** 0 or none: any free port. */
  readonly port?: number | undefined
  /** Address to listen on, 127.0.0.1 unless given. */
  readonly host?: string | undefined
  /** Needed for any other address than this machine's own. */
  readonly allowRemote?: boolean | undefined
  /** Other host names under which the page is opened, for instance behind a name server. */
  readonly names?: readonly string[] | undefined
  /** For tests. */
  readonly state?: string | undefined
  readonly page?: string | undefined
  readonly engineMain?: string | undefined
  readonly engineTimes?: Partial<EngineTimes> | undefined
  readonly onEngineState?: ((state: EngineState) => void) | undefined
}

export interface Host {
  readonly origin: string
  readonly port: number
  readonly token: string
  /** The address to open, with the token in its fragment. */
  readonly address: string
  /** An address for the arguments of a browser: it works once. */
  entrance(): string
  readonly folder: string
  /** Windows that are connected now. */
  readonly windows: number
  readonly enginePid: number | undefined
  readonly engineState: EngineState
  /** For the test that no route is open by accident. */
  readonly routes: readonly string[]
  /** Runs make a checkpoint; nothing is left behind. */
  close(): Promise<void>
}

const root = fileURLToPath(new URL('../../', import.meta.url))

export async function startHost(options: HostOptions = {}): Promise<Host> {
  const listen = options.host ?? '127.0.0.1'
  checkListen(listen, options.allowRemote ?? false)
  const page = requirePage(options)
  const workspace = await openWorkspace(options.folder ?? join(homedir(), 'Layerloom'))
  const state = options.state ?? stateFolder()
  const parts = assemble(options, workspace, await prepareState(state, workspace.folder))
  const { engine, entrance, token } = parts
  const registry = createRegistry(state)
  try {
    const server = await startServer({
      ...parts,
      host: listen,
      port: options.port ?? 0,
      names: namesOf(listen, options.names ?? []),
      page,
      engine: () => engine.address,
      health: () => ({ program: 'layerloom', version: parts.version, folder: workspace.folder }),
    })
    const origin = `http://${shownName(listen)}:${server.port}`
    const address = addressWithToken(origin, token)
    const known = { address, origin, token, folder: workspace.folder }
    await registry.add({ ...known, pid: process.pid, version: parts.version })
    return {
      ...known,
      port: server.port,
      routes: server.routes,
      entrance: () => `${origin}${entrance.issue()}`,
      get windows() {
        return server.sockets.windows
      },
      get enginePid() {
        return engine.pid
      },
      get engineState() {
        return engine.state
      },
      close: async () => {
        parts.stop()
        await registry.remove(process.pid)
        await Promise.all([server.close(), engine.stop()])
      },
    }
  } catch (thrown) {
    parts.stop()
    await engine.stop()
    throw listenError(thrown, listen, options.port)
  }
}

function requirePage(options: HostOptions): string {
  const page = options.page ?? join(root, 'dist', 'renderer')
  const index = join(page, 'index.html')
  if (existsSync(index)) return page
  throw new ServeError(
    `The page is not built: there is no ${index}. Run npm start, which builds it.`,
  )
}

/** Everything behind the server; the engine starts here. */
function assemble(options: HostOptions, workspace: Workspace, own: string) {
  const version = programVersion()
  const events = createHostEvents()
  const openFiles = createOpenFiles(({ path, hash }) => events.tell({ event: 'file', path, hash }))
  const drafts = createDrafts(own)
  const engine = superviseEngine({
    main: options.engineMain ?? join(root, 'engine', 'main.ts'),
    workspace: workspace.folder,
    version,
    onState: next => {
      events.tell({ event: 'engine', engine: next })
      options.onEngineState?.(next)
    },
    ...(options.engineTimes && { times: options.engineTimes }),
  })
  const handlers = createHostHandlers({
    version,
    folder: workspace.folder,
    instance: randomUUID(),
    engine,
    events,
    files: createDocumentFiles(workspace, openFiles, createRecentFiles(own, workspace)),
    drafts,
    settings: createSettings(own),
  })
  const answerer = createAnswerer<typeof hostContract, Connection>(hostContract, handlers, {
    explain: explainFailure,
    onMistake: thrown => process.stderr.write(`${describe(thrown)}\n`),
  })
  const onGone = (connection: string) => {
    openFiles.release(connection)
    drafts.release(connection)
  }
  const stop = () => openFiles.stop()
  return {
    version,
    engine,
    answerer,
    onGone,
    stop,
    token: createToken(),
    entrance: createEntrance(),
  }
}

const everywhere: readonly string[] = ['0.0.0.0', '::', '::0', '']

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
}

function checkListen(host: string, allowRemote: boolean): void {
  if (isLoopback(host) || allowRemote) return
  throw new ServeError(
    `${host || 'That address'} can be reached from other machines, and whoever has the token can use this one's files and processor. Add --allow-remote if that is meant.`,
  )
}

/** Listening everywhere, the names must be said: any other Host header is refused. */
function namesOf(listen: string, names: readonly string[]): string[] {
  const own = everywhere.includes(listen) ? [] : [bracketed(listen)]
  return [...new Set([...loopbackNames, ...own, ...names.map(bracketed)])].map(name =>
    name.toLowerCase(),
  )
}

function shownName(listen: string): string {
  return everywhere.includes(listen) ? 'localhost' : bracketed(listen)
}

function bracketed(host: string): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host
}

function listenError(thrown: unknown, host: string, port: number | undefined): unknown {
  const code = (thrown as NodeJS.ErrnoException).code
  if (code === 'EADDRINUSE') {
    return new ServeError(
      `Port ${port} of ${host} is in use. Choose another with --port, or leave it out.`,
    )
  }
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new ServeError(
      `The system does not let this program listen on ${host}:${port ?? 0} (${code}).`,
    )
  }
  return thrown
}

export function programVersion(): string {
  const text = readFileSync(join(root, 'package.json'), 'utf8')
  return String((JSON.parse(text) as { version?: unknown }).version)
}

function describe(thrown: unknown): string {
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)
}
