// A host with its engine over a temporary workspace, as `serve` starts it, and clients of its sockets.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import { type Host, type HostOptions, startHost } from '../../../cli/serve/host.ts'
import { socketPaths, socketProtocols } from '../../../shared/rpc/access.ts'
import { type Channel, openChannel } from '../../../shared/rpc/channel.ts'
import type { engineContract, hostContract } from '../../../shared/rpc/contract.ts'
import type { EngineState } from '../../../shared/rpc/host-contract.ts'
import { openSocketWire, type SocketLike } from '../../../shared/rpc/wire.ts'

export interface TestHost {
  readonly host: Host
  /** Holds `work`, `state` and `page`. */
  readonly folder: string
  readonly work: string
  readonly engineStates: readonly EngineState[]
  /** One more window. */
  openHost(): Channel<typeof hostContract>
  openEngine(): Channel<typeof engineContract>
  close(): Promise<void>
}

export async function startTestHost(options: HostOptions = {}): Promise<TestHost> {
  const folder = await mkdtemp(join(tmpdir(), 'layerloom-host-'))
  const page = join(folder, 'page')
  await mkdir(join(page, 'assets'), { recursive: true })
  await writeFile(join(page, 'index.html'), '<!doctype html><title>Layerloom</title>')
  await writeFile(join(page, 'assets', 'page-1a2b.js'), 'export {}')
  const engineStates: EngineState[] = []
  const work = join(folder, 'work')
  const host = await startHost({
    folder: work,
    state: join(folder, 'state'),
    page,
    onEngineState: state => engineStates.push(state),
    ...options,
  })
  const channels: Channel<typeof hostContract | typeof engineContract>[] = []
  const open = <Contract extends typeof hostContract | typeof engineContract>(path: string) => {
    const channel = openChannel<Contract>({ open: () => openSocketWire(openSocket(host, path)) })
    channels.push(channel)
    return channel
  }
  return {
    host,
    folder,
    work,
    engineStates,
    openHost: () => open<typeof hostContract>(socketPaths.host),
    openEngine: () => open<typeof engineContract>(socketPaths.engine),
    close: async () => {
      for (const channel of channels) channel.close()
      await host.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export function openSocket(host: Host, path: string): SocketLike {
  const address = `ws://127.0.0.1:${host.port}${path}`
  const options = { origin: host.origin, perMessageDeflate: false }
  return new WebSocket(address, socketProtocols(host.token), options) as unknown as SocketLike
}

export interface RawAnswer {
  readonly status: number
  readonly head: string
  readonly body: string
}

/** Writes these bytes to the host's port and reads until it closes, or a whole head of an upgrade came. */
export function sendRaw(port: number, text: string): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text))
    let received = ''
    const finish = () => {
      socket.destroy()
      const [head = '', body = ''] = received.split('\r\n\r\n', 2)
      resolve({ status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0), head, body })
    }
    socket.setEncoding('latin1')
    socket.on('data', (part: string) => {
      received += part
      if (received.startsWith('HTTP/1.1 101') && received.includes('\r\n\r\n')) finish()
    })
    socket.on('end', finish)
    socket.on('error', reject)
    socket.setTimeout(20_000, () => reject(new Error(`no answer to ${JSON.stringify(text)}`)))
  })
}
