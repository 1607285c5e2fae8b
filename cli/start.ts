// npm start: the host, and a window on it. Where Electron's binary is, its own application; else an
// application window of an installed browser of the Chromium family; else the default browser; else
// the address. LAYERLOOM_OPEN=electron|window|browser|none decides otherwise.
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { callerFolder } from './caller-folder.ts'
import { findChromium, openAddress, openApplicationWindow, thisMachine } from './open-window.ts'
import { closeOnce, untilStopped } from './serve/command.ts'
import { type Host, programVersion, startHost } from './serve/host.ts'
import { createRegistry, entranceOf } from './serve/running-hosts.ts'
import { prepareState, stateFolder } from './serve/state-folder.ts'
import { openWorkspace } from './serve/workspace.ts'
import { runElectron } from './start-electron.ts'
import { chooseWindow, findElectron, type WindowChoice } from './window-choice.ts'

interface StartFlags {
  readonly folder: string
  readonly port: number | undefined
  readonly open: string | undefined
}

process.exitCode = await start().catch(thrown => {
  process.stderr.write(`${thrown instanceof Error ? thrown.message : String(thrown)}\n`)
  if (process.env.LAYERLOOM_DEBUG && thrown instanceof Error) console.error(thrown.stack)
  return 1
})

async function start(): Promise<number> {
  const flags = readFlags(process.argv.slice(2))
  const machine = thisMachine()
  const choice = chooseWindow(machine, {
    wanted: flags.open,
    electron: findElectron(machine),
    chromium: findChromium(machine),
  })
  const workspace = await openWorkspace(flags.folder)
  if (choice.kind === 'electron') return runElectron(choice.program, workspace.folder)
  const profile = join(await prepareState(stateFolder(), workspace.folder), 'window')
  const running = await createRegistry(stateFolder()).find(workspace.folder, programVersion())
  if (running) {
    say(`A host for ${workspace.folder} runs already; this opens another window on it.`)
    const opened = await open(choice, await entranceOf(running), profile)
    say(`${opened.sentence}\n\n  ${running.address}\n`)
    return 0
  }
  const stopped = untilStopped()
  const host = await startHost({ folder: workspace.folder, port: flags.port })
  const opened = await open(choice, host.entrance(), profile)
  say(`${opened.sentence}\n\n  ${host.address}\n`)
  say(`Documents and runs are in ${host.folder}. Ctrl-C ends the program.`)
  await Promise.race([stopped, opened.closed.then(() => untilUnused(host))])
  opened.close()
  await closeOnce(host)
  return 0
}

function readFlags(argv: readonly string[]): StartFlags {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      folder: { type: 'string' },
      port: { type: 'string' },
      'no-open': { type: 'boolean' },
    },
  })
  const port = values.port === undefined ? undefined : Number(values.port)
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port < 65_536)) {
    throw new Error(`--port is ${values.port}: it must be a port, 0 to 65535.`)
  }
  return {
    folder:
      values.folder === undefined
        ? join(homedir(), 'Layerloom')
        : resolve(callerFolder(), values.folder),
    port,
    open: values['no-open'] ? 'none' : process.env.LAYERLOOM_OPEN,
  }
}

interface OpenedWindow {
  readonly sentence: string
  /** Resolves when the window's program has ended; never where that cannot be told. */
  readonly closed: Promise<void>
  close(): void
}

async function open(
  choice: Exclude<WindowChoice, { kind: 'electron' }>,
  address: string,
  profile: string,
): Promise<OpenedWindow> {
  const unknown = { closed: new Promise<void>(() => {}), close: () => {} }
  if (choice.kind === 'none') return { sentence: choice.reason, ...unknown }
  if (choice.kind === 'browser') {
    const opened = await openAddress(address)
    const sentence = opened
      ? 'Layerloom opened in the default browser.'
      : 'No browser could be opened. Open this address in one:'
    return { sentence, ...unknown }
  }
  const child = openApplicationWindow(choice.program, address, profile)
  const closed = new Promise<void>(resolve => {
    child.once('error', () => resolve())
    child.once('exit', () => resolve())
  })
  const sentence = `Layerloom opened in a window of ${choice.program}.`
  return { sentence, closed, close: () => child.kill() }
}

/** A window that is reloading or was handed to another process of its browser comes back within this time. */
const grace = 4000

async function untilUnused(host: Host): Promise<void> {
  for (let unused = Date.now(); Date.now() - unused < grace; ) {
    await new Promise(resolve => setTimeout(resolve, 250))
    if (host.windows > 0) unused = Date.now()
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}
