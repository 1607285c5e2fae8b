// `layerloom serve`: the interface for a browser. Prints the address with its token and stays.
import { openAddress } from '../open-window.ts'
import { type Host, isLoopback, startHost } from './host.ts'

export interface ServeFlags {
  readonly port?: number | undefined
  readonly host?: string | undefined
  readonly folder?: string | undefined
  readonly allowRemote?: boolean | undefined
  /** More names by which the page may be opened. */
  readonly names?: readonly string[] | undefined
  /** Opens the default browser; only on a machine with a display. */
  readonly open?: boolean | undefined
  readonly json?: boolean | undefined
}

/** Resolves with the exit code when it was told to stop. Rejects with ServeError. */
export async function serve(flags: ServeFlags): Promise<number> {
  // Before anything is started that would be left behind.
  const stopped = untilStopped()
  const host = await startHost(flags)
  if (flags.host !== undefined && !isLoopback(flags.host)) {
    process.stderr.write(
      `Other machines can reach ${flags.host}. The connection is not encrypted: whoever reads along has the token.\n`,
    )
  }
  const text = flags.json
    ? JSON.stringify({ address: host.address, origin: host.origin, folder: host.folder })
    : `Layerloom is at\n\n  ${host.address}\n\nDocuments and runs are in ${host.folder}. Ctrl-C ends it.`
  process.stdout.write(`${text}\n`)
  if (flags.open) await openAddress(host.entrance())
  await stopped
  await closeOnce(host)
  return 0
}

/** Ctrl-C, a polite kill, or the end of the program that started this one. */
export function untilStopped(): Promise<void> {
  return new Promise(resolve => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, resolve)
    if (process.channel) process.once('disconnect', resolve)
  })
}

/** A second Ctrl-C ends it at once. */
export async function closeOnce(host: Pick<Host, 'close' | 'enginePid'>): Promise<void> {
  const impatient = () => process.exit(130)
  process.on('SIGINT', impatient)
  process.on('SIGTERM', impatient)
  await host.close()
}
