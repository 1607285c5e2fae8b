// RELIABILITY T8 and T9 without Electron: what is decided is decided in pure modules.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { registerShellCalls, type Sender, type ShellHandlers } from '../../electron/ipc-registry.ts'
import { menuTemplate } from '../../electron/menu-template.ts'
import {
  isAllowedOutside,
  isAllowedPermission,
  isAllowedRequest,
  isOwnAddress,
} from '../../electron/navigation.ts'
import { programFiles } from '../../electron/program-files.ts'
import { windowOptions } from '../../electron/window-options.ts'
import { type MenuCommand, shellCalls } from '../../shared/rpc/shell.ts'

const origin = 'http://127.0.0.1:4173'
const folder = fileURLToPath(new URL('../../electron', import.meta.url))

describe('a window (T8)', () => {
  test('is sandboxed, isolated and without Node', () => {
    expect(windowOptions('/preload.cjs').webPreferences).toMatchObject({
      preload: '/preload.cjs',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
    })
  })

  const foreign = [
    'http://evil.example/',
    'https://127.0.0.1:4173/',
    'http://127.0.0.1:4174/',
    'http://127.0.0.1/',
    'http://localhost:4173/',
    'http://127.0.0.1:4173.evil.example/',
    'http://127.0.0.1:4173@evil.example/',
    'http://user@127.0.0.1:4173/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'about:blank',
    'chrome://settings',
    'devtools://devtools',
    'layerloom:x',
    '//evil.example',
    '',
    'nonsense',
  ]

  test('goes nowhere but to its own host', () => {
    for (const address of foreign) expect(isOwnAddress(address, origin), address).toBe(false)
    expect(isOwnAddress(`${origin}/#token=x`, origin)).toBe(true)
    expect(isOwnAddress(`${origin}/index.html`, origin)).toBe(true)
    expect(isOwnAddress('nonsense', 'null')).toBe(false)
    expect(isOwnAddress('data:text/html,x', 'null')).toBe(false)
  })

  test('asks nobody but its host and its sockets', () => {
    for (const address of [
      'http://evil.example/x.js',
      'ws://evil.example/host',
      'ws://127.0.0.1:1/host',
      'https://127.0.0.1:4173/',
      'file:///etc/passwd',
      'blob:http://evil.example/1',
      'ftp://x/',
    ]) {
      expect(isAllowedRequest(address, origin), address).toBe(false)
    }
    for (const address of [
      `${origin}/assets/a.js`,
      'ws://127.0.0.1:4173/host',
      `blob:${origin}/1-2`,
      'data:image/png;base64,AA',
    ]) {
      expect(isAllowedRequest(address, origin), address).toBe(true)
    }
  })

  test('opens only the listed sites outside, and only over https', () => {
    expect(isAllowedOutside('https://arxiv.org/abs/1512.03385')).toBe(true)
    for (const address of [
      ...foreign,
      'http://arxiv.org/',
      'https://arxiv.org.evil.example/',
      'https://evil.example/arxiv.org',
      'https://arxiv.org:8443/',
      'https://a@arxiv.org/',
      'https://x.arxiv.org/',
      'smb://arxiv.org/x',
      'https://аrxiv.org/',
    ]) {
      expect(isAllowedOutside(address), address).toBe(false)
    }
  })

  test('is granted nothing but copying, and only on its own page', () => {
    for (const permission of [
      'media',
      'geolocation',
      'notifications',
      'midi',
      'clipboard-read',
      'openExternal',
      'fileSystem',
      'hid',
      'usb',
      'serial',
      'pointerLock',
      '',
    ]) {
      expect(isAllowedPermission(permission, `${origin}/`, origin), permission).toBe(false)
    }
    expect(isAllowedPermission('clipboard-sanitized-write', `${origin}/`, origin)).toBe(true)
    expect(isAllowedPermission('clipboard-sanitized-write', 'http://evil.example/', origin)).toBe(
      false,
    )
  })
})

describe('messages from a page (T9)', () => {
  const frame = { url: `${origin}/` }
  type Listener = (event: Sender, ...args: unknown[]) => void

  function register(at: string | null = origin) {
    const entered: unknown[] = []
    const listeners = new Map<string, Listener>()
    const note = (argument: unknown) => entered.push(argument)
    const handlers: ShellHandlers = { 'shell:menu': note, 'shell:document': note }
    registerShellCalls(
      { on: (name, listener) => listeners.set(name, listener) },
      handlers,
      () => at ?? undefined,
    )
    return { entered, listeners }
  }
  const own: Sender = { sender: { id: 1, mainFrame: frame }, senderFrame: frame }
  const good = {
    'shell:menu': [{ id: 'file.save', label: 'Save', menu: 'file', keys: 'CmdOrCtrl+S' }],
    'shell:document': { name: 'LeNet', edited: true },
  }

  test('reach their handler where channel, sender and argument are right', () => {
    const { entered, listeners } = register()
    expect([...listeners.keys()].sort()).toEqual(Object.keys(shellCalls).sort())
    for (const [channel, argument] of Object.entries(good)) listeners.get(channel)?.(own, argument)
    expect(entered).toEqual(Object.values(good))
  })

  test('from any other frame or site enter no handler', () => {
    const foreign = { url: 'http://evil.example/' }
    const inner = { url: `${origin}/` }
    const senders: Sender[] = [
      { sender: { id: 1, mainFrame: foreign }, senderFrame: foreign },
      { sender: { id: 1, mainFrame: frame }, senderFrame: inner },
      { sender: { id: 1, mainFrame: frame }, senderFrame: null },
      { sender: { id: 1, mainFrame: null }, senderFrame: null },
      { sender: { id: 1, mainFrame: foreign }, senderFrame: { url: 'file:///x' } },
    ]
    const { entered, listeners } = register()
    for (const [channel, argument] of Object.entries(good)) {
      for (const sender of senders) listeners.get(channel)?.(sender, argument)
    }
    const early = register(null)
    for (const [channel, argument] of Object.entries(good))
      early.listeners.get(channel)?.(own, argument)
    expect([...entered, ...early.entered]).toEqual([])
  })

  test('of any other form enter no handler: 200 made at random for each channel', () => {
    for (const [channel, schema] of Object.entries(shellCalls)) {
      const { entered, listeners } = register()
      fc.assert(
        fc.property(fc.array(fc.anything({ withNullPrototype: true }), { maxLength: 3 }), args => {
          fc.pre(!(args.length === 1 && schema.safeParse(args[0]).success))
          listeners.get(channel)?.(own, ...args)
          expect(entered).toEqual([])
        }),
        { numRuns: 200 },
      )
      const near = [
        [{ id: 'x; rm', label: 'x', menu: 'file' }],
        [{ id: 'x', label: '', menu: 'file' }],
        [{ id: 'x', label: 'x', menu: 'system' }],
        [{ id: 'x', label: 'x', menu: 'file', role: 'quit' }],
        [{ id: 'x', label: 'x', menu: 'file', click: 'x' }],
        Array.from({ length: 201 }, () => good['shell:menu'][0]),
        { name: 'x', edited: 'yes' },
        { name: 'x'.repeat(201), edited: true },
        { name: 'x', edited: true, more: 1 },
      ]
      for (const argument of near) listeners.get(channel)?.(own, argument)
      expect(entered).toEqual([])
    }
  })
})

describe('the native menu', () => {
  const commands: MenuCommand[] = [
    { id: 'file.new', label: 'New', menu: 'file', keys: 'CmdOrCtrl+N' },
    { id: 'file.save', label: 'Save', menu: 'file', keys: 'CmdOrCtrl+S', separated: true },
    { id: 'network.train', label: 'Train', menu: 'network', enabled: false },
  ]

  test.each(['linux', 'win32', 'darwin'])(
    'on %s shows the page’s commands and sends their ids',
    platform => {
      const sent: string[] = []
      const template = menuTemplate({ platform, commands, onCommand: id => sent.push(id) })
      const items = (label: string) =>
        (template.find(item => item.label === label)?.submenu ??
          []) as Electron.MenuItemConstructorOptions[]
      const file = items('File').filter(item => item.id)
      expect(file.map(item => [item.label, item.accelerator])).toEqual([
        ['New', 'CmdOrCtrl+N'],
        ['Save', 'CmdOrCtrl+S'],
      ])
      // The page handles the keys: the menu must not do it a second time.
      for (const item of file) expect(item.registerAccelerator).toBe(false)
      for (const item of file) item.click?.(undefined as never, undefined, undefined as never)
      expect(sent).toEqual(['file.new', 'file.save'])
      expect(items('Network')).toMatchObject([{ id: 'network.train', enabled: false }])
      expect(template.some(item => item.label === 'Layerloom')).toBe(platform === 'darwin')
      expect(template.some(item => item.label === 'Help')).toBe(false)
    },
  )

  test('has roles and no commands before a page has sent any', () => {
    const template = menuTemplate({ platform: 'linux', commands: [], onCommand: () => {} })
    expect(template.map(item => item.label)).toEqual(['File', 'Edit', 'View'])
  })
})

describe('the program’s files', () => {
  const base = {
    resources: '/opt/Layerloom/resources',
    application: '/src/layerloom',
    platform: 'linux',
    env: {},
  }

  test('lie outside the archive where it is packaged', () => {
    expect(
      programFiles({ ...base, isPackaged: true, env: { LAYERLOOM_NODE: '/evil/node' } }),
    ).toEqual({
      node: '/opt/Layerloom/resources/layerloom/bin/node',
      main: '/opt/Layerloom/resources/layerloom/cli/main.ts',
      folder: '/opt/Layerloom/resources/layerloom',
    })
  })

  test('are the checkout’s else, run by the Node that started it', () => {
    expect(
      programFiles({ ...base, isPackaged: false, env: { LAYERLOOM_NODE: '/n/node' } }).node,
    ).toBe('/n/node')
    expect(programFiles({ ...base, isPackaged: false }).node).toBe(
      '/src/layerloom/node_modules/.bin/node',
    )
  })
})

test('the shell imports only Electron, Node, shared and itself, and only two files touch ipcRenderer or shell', () => {
  const allowed = /^(electron|node:[a-z_/]+|zod|\.\/[a-z-]+\.ts|\.\.\/shared\/rpc\/[a-z-]+\.ts)$/
  for (const name of readdirSync(folder).filter(file => file.endsWith('.ts'))) {
    const text = readFileSync(join(folder, name), 'utf8')
    for (const [, from] of text.matchAll(/from '([^']+)'/g)) expect(from, name).toMatch(allowed)
    if (text.includes('ipcRenderer')) expect(name).toBe('preload.ts')
    if (text.includes('openExternal(')) expect(name).toBe('guard-contents.ts')
  }
})
