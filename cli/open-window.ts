// Shows an address: in an application window of an installed browser of the Chromium family, else in
// the default browser.
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

export interface Machine {
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
  readonly exists: (path: string) => boolean
  readonly isRoot: boolean
}

export function thisMachine(): Machine {
  const { platform, env } = process
  return { platform, env, exists: existsSync, isRoot: process.getuid?.() === 0 }
}

/** Whether a window could appear at all. */
export function hasDisplay({ platform, env }: Machine): boolean {
  if (platform === 'win32' || platform === 'darwin') return true
  return Boolean(env.DISPLAY || env.WAYLAND_DISPLAY)
}

const linuxNames = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'microsoft-edge-stable',
  'brave-browser',
  'brave',
  'vivaldi',
]
const macNames = ['Google Chrome', 'Chromium', 'Microsoft Edge', 'Brave Browser', 'Vivaldi']
const windowsPaths = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Chromium\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
  'BraveSoftware\\Brave-Browser\\Application\\brave.exe',
]

/** The program of an installed browser of the Chromium family. */
export function findChromium(machine: Machine): string | undefined {
  const chosen = machine.env.LAYERLOOM_CHROMIUM
  const places = chosen ? [chosen] : placesOf(machine)
  return places.find(place => machine.exists(place))
}

function placesOf({ platform, env }: Machine): string[] {
  if (platform === 'darwin') {
    const folders = ['/Applications', join(env.HOME ?? '', 'Applications')]
    return macNames.flatMap(name =>
      folders.map(folder => `${folder}/${name}.app/Contents/MacOS/${name}`),
    )
  }
  if (platform === 'win32') {
    const folders = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA]
    return windowsPaths.flatMap(path =>
      folders.flatMap(folder => (folder ? `${folder}\\${path}` : [])),
    )
  }
  const folders = (env.PATH ?? '').split(delimiter).filter(Boolean)
  return linuxNames.flatMap(name => folders.map(folder => `${folder}/${name}`))
}

/** A profile of its own makes it a process of its own, so that its end is the window's end. */
export function applicationWindowFlags(
  address: string,
  profile: string,
  isRoot: boolean,
): string[] {
  return [
    `--app=${address}`,
    `--user-data-dir=${profile}`,
    '--class=Layerloom',
    '--window-size=1440,900',
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-background-networking',
    '--disable-sync',
    // Chromium refuses to run as root with it.
    ...(isRoot ? ['--no-sandbox', '--test-type'] : []),
  ]
}

export function openApplicationWindow(
  program: string,
  address: string,
  profile: string,
): ChildProcess {
  const flags = applicationWindowFlags(address, profile, thisMachine().isRoot)
  return spawn(program, flags, { stdio: 'ignore' })
}

/** The program that hands an address to the default browser. */
export function openerOf({ platform }: Machine, address: string): readonly [string, string[]] {
  if (platform === 'darwin') return ['open', [address]]
  // An ampersand would end the command of `start`; rundll32 takes the address as it is.
  if (platform === 'win32') return ['rundll32', ['url.dll,FileProtocolHandler', address]]
  return ['xdg-open', [address]]
}

/** Opens the default browser; false where there is none. */
export function openAddress(address: string): Promise<boolean> {
  const machine = thisMachine()
  if (!hasDisplay(machine)) return Promise.resolve(false)
  const [program, flags] = openerOf(machine, address)
  return new Promise(resolve => {
    const child = spawn(program, flags, { stdio: 'ignore', detached: true })
    child.once('error', () => resolve(false))
    child.once('exit', code => resolve(code === 0))
    child.unref()
  })
}
