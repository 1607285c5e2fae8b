import { expect, test } from 'vitest'
import {
  applicationWindowFlags,
  findChromium,
  hasDisplay,
  type Machine,
  openerOf,
} from '../../cli/open-window.ts'
import { chooseWindow, findElectron } from '../../cli/window-choice.ts'

function machine(platform: NodeJS.Platform, env: Machine['env'], files: string[] = []): Machine {
  return { platform, env, exists: path => files.includes(path), isRoot: false }
}
const desktop = machine('linux', { DISPLAY: ':0', PATH: '/usr/bin:/opt/bin' })
const nothing = { wanted: undefined, electron: undefined, chromium: undefined }
const all = { wanted: undefined, electron: '/e/electron', chromium: '/usr/bin/chromium' }

test('Electron comes first, then an installed Chromium, then the default browser', () => {
  expect(chooseWindow(desktop, all)).toEqual({ kind: 'electron', program: '/e/electron' })
  expect(chooseWindow(desktop, { ...all, electron: undefined })).toEqual({
    kind: 'window',
    program: '/usr/bin/chromium',
  })
  expect(chooseWindow(desktop, nothing)).toEqual({ kind: 'browser' })
})

test('without a display only the address is printed', () => {
  expect(chooseWindow(machine('linux', {}), all).kind).toBe('none')
  expect(hasDisplay(machine('linux', { WAYLAND_DISPLAY: 'wayland-0' }))).toBe(true)
  expect(hasDisplay(machine('darwin', {}))).toBe(true)
  expect(hasDisplay(machine('win32', {}))).toBe(true)
})

test('LAYERLOOM_OPEN decides otherwise, and a word it does not know is refused', () => {
  expect(chooseWindow(desktop, { ...all, wanted: 'none' }).kind).toBe('none')
  expect(chooseWindow(desktop, { ...all, wanted: 'browser' }).kind).toBe('browser')
  expect(chooseWindow(desktop, { ...all, wanted: 'window' }).kind).toBe('window')
  expect(() => chooseWindow(desktop, { ...nothing, wanted: 'electron' })).toThrow('binary')
  expect(() => chooseWindow(desktop, { ...all, wanted: 'tab' })).toThrow('none')
})

test('Electron’s package without its binary is not Electron', () => {
  expect(findElectron(machine('linux', {}), '/m/electron')).toBeUndefined()
  expect(findElectron(machine('linux', {}, ['/m/electron/dist/electron']), '/m/electron')).toBe(
    '/m/electron/dist/electron',
  )
  const mac = '/m/electron/dist/Electron.app/Contents/MacOS/Electron'
  expect(findElectron(machine('darwin', {}, [mac]), '/m/electron')).toBe(mac)
  const elsewhere = machine('linux', { ELECTRON_OVERRIDE_DIST_PATH: '/d' }, ['/d/electron'])
  expect(findElectron(elsewhere, '/m/electron')).toBe('/d/electron')
})

test('a browser of the Chromium family is found where each system keeps it', () => {
  expect(findChromium(machine('linux', { PATH: '/bin:/opt/bin' }, ['/opt/bin/brave']))).toBe(
    '/opt/bin/brave',
  )
  const chrome = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'
  expect(findChromium(machine('darwin', { HOME: '/h' }, [chrome]))).toBe(chrome)
  const edge = 'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe'
  const windows = machine('win32', { 'PROGRAMFILES(X86)': 'C:\\Program Files (x86)' }, [edge])
  expect(findChromium(windows)).toBe(edge)
  expect(findChromium(machine('linux', { PATH: '/bin', LAYERLOOM_CHROMIUM: '/x' }, ['/x']))).toBe(
    '/x',
  )
  expect(findChromium(machine('linux', { PATH: '/bin' }))).toBeUndefined()
})

test('an application window has a profile of its own, and as root no sandbox', () => {
  const flags = applicationWindowFlags('http://127.0.0.1:1/#token=x', '/p', false)
  expect(flags).toContain('--app=http://127.0.0.1:1/#token=x')
  expect(flags).toContain('--user-data-dir=/p')
  expect(flags).not.toContain('--no-sandbox')
  expect(applicationWindowFlags('x', '/p', true)).toContain('--no-sandbox')
})

test('an address goes to the default browser as one argument, never through a shell', () => {
  const address = 'http://127.0.0.1:1/#token=a&b'
  for (const platform of ['linux', 'darwin', 'win32'] as const) {
    const [program, flags] = openerOf(machine(platform, {}), address)
    expect(['xdg-open', 'open', 'rundll32']).toContain(program)
    expect(flags.at(-1)).toBe(address)
  }
})
