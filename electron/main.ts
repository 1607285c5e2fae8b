// The desktop shell: starts the host, shows its page in sandboxed windows, draws the native menu.
import { join } from 'node:path'
import { app, BrowserWindow, dialog, ipcMain, Menu } from 'electron'
import { commandChannel, type MenuCommand } from '../shared/rpc/shell.ts'
import { guardContents } from './guard-contents.ts'
import { type HostProcess, startHostProcess } from './host-process.ts'
import { registerShellCalls, type Sender } from './ipc-registry.ts'
import { menuTemplate } from './menu-template.ts'
import { programFiles } from './program-files.ts'
import { windowOptions } from './window-options.ts'

let host: HostProcess | undefined
let quitting = false
const deaths: number[] = []

app.enableSandbox()
// A second start opens a window of the first.
if (app.requestSingleInstanceLock()) {
  app.on('second-instance', () => openWindow())
  app.on('activate', () => BrowserWindow.getAllWindows().length === 0 && openWindow())
  app.on('window-all-closed', () => app.quit())
  app.on('before-quit', stopHost)
  app.whenReady().then(begin).catch(fail)
} else {
  app.quit()
}

async function begin(): Promise<void> {
  guardContents(app, () => host?.origin)
  const receiver = {
    on: (channel: string, listener: (event: Sender, ...args: unknown[]) => void) =>
      ipcMain.on(channel, listener),
  }
  registerShellCalls(
    receiver,
    { 'shell:menu': commands => setMenu(commands), 'shell:document': showDocument },
    () => host?.origin,
  )
  setMenu([])
  await startHost()
  openWindow()
}

async function startHost(): Promise<HostProcess> {
  const { resourcesPath: resources, platform, env } = process
  const files = programFiles({
    isPackaged: app.isPackaged,
    resources,
    application: app.getAppPath(),
    platform,
    env,
  })
  const started = await startHostProcess(files, env.LAYERLOOM_FOLDER)
  host = started
  void started.died.then(restartHost)
  return started
}

/** Drafts are on disk: the windows find everything again in the new host. */
async function restartHost(reason: string): Promise<void> {
  if (quitting) return
  host = undefined
  deaths.push(Date.now())
  if (deaths.filter(death => Date.now() - death < 300_000).length > 3) return fail(reason)
  const started = await startHost().catch(fail)
  if (!started) return
  for (const window of BrowserWindow.getAllWindows()) void window.loadURL(started.address)
}

function openWindow(): void {
  if (!host) return
  const window = new BrowserWindow(windowOptions(join(import.meta.dirname, 'preload.cjs')))
  window.once('ready-to-show', () => window.show())
  void window.loadURL(host.address)
}

function setMenu(commands: readonly MenuCommand[]): void {
  const onCommand = (id: string) =>
    BrowserWindow.getFocusedWindow()?.webContents.send(commandChannel, id)
  const template = menuTemplate({ platform: process.platform, commands, onCommand })
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}

function showDocument(
  { name, edited }: { readonly name: string; readonly edited: boolean },
  sender: number,
): void {
  const window = BrowserWindow.getAllWindows().find(other => other.webContents.id === sender)
  window?.setTitle(name === '' ? 'Layerloom' : `${edited ? '• ' : ''}${name} · Layerloom`)
  window?.setDocumentEdited(edited)
}

/** Runs make a checkpoint before the program ends. */
function stopHost(event: { preventDefault(): void }): void {
  if (quitting || !host) return
  quitting = true
  event.preventDefault()
  void host.stop().then(() => app.quit())
}

function fail(reason: unknown): void {
  dialog.showErrorBox('Layerloom', reason instanceof Error ? reason.message : String(reason))
  app.exit(1)
}
