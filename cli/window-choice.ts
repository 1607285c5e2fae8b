// Which kind of window `npm start` opens: pure, over what was found on the machine.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { hasDisplay, type Machine } from './open-window.ts'

export type WindowChoice =
  | { readonly kind: 'electron'; readonly program: string }
  | { readonly kind: 'window'; readonly program: string }
  | { readonly kind: 'browser' }
  /** `reason` says what the person can do. */
  | { readonly kind: 'none'; readonly reason: string }

export interface Found {
  /** LAYERLOOM_OPEN. */
  readonly wanted: string | undefined
  readonly electron: string | undefined
  readonly chromium: string | undefined
}

const kinds = ['electron', 'window', 'browser', 'none']

export function chooseWindow(machine: Machine, found: Found): WindowChoice {
  const { wanted, electron, chromium } = found
  if (wanted && !kinds.includes(wanted)) {
    throw new Error(`LAYERLOOM_OPEN is “${wanted}”: it must be one of ${kinds.join(', ')}.`)
  }
  if (wanted === 'none') return { kind: 'none', reason: 'Open this address in a browser:' }
  if (!hasDisplay(machine)) {
    return { kind: 'none', reason: 'There is no display here. Open this address in a browser:' }
  }
  if (wanted === 'browser') return { kind: 'browser' }
  if (wanted === 'electron' && !electron) {
    throw new Error('Electron’s binary is not here: LAYERLOOM_OPEN=electron needs it.')
  }
  if (electron && wanted !== 'window') return { kind: 'electron', program: electron }
  return chromium ? { kind: 'window', program: chromium } : { kind: 'browser' }
}

const modules = fileURLToPath(new URL('../node_modules/', import.meta.url))

/** Electron's program, which does not come from the package registry: the package alone is not enough. */
export function findElectron(
  machine: Machine,
  folder = join(modules, 'electron'),
): string | undefined {
  const dist = machine.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(folder, 'dist')
  const program = join(dist, readPath(folder) ?? programNames[machine.platform] ?? 'electron')
  return machine.exists(program) ? program : undefined
}

const programNames: Readonly<Record<string, string>> = {
  win32: 'electron.exe',
  darwin: 'Electron.app/Contents/MacOS/Electron',
}

/** Written by Electron's own install script. */
function readPath(folder: string): string | undefined {
  try {
    return readFileSync(join(folder, 'path.txt'), 'utf8').trim() || undefined
  } catch {
    return undefined
  }
}
