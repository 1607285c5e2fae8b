// The only bridge between the page and the shell: three functions and a word.
import { contextBridge, ipcRenderer } from 'electron'
import type { LayerloomShell, ShellCall } from '../shared/rpc/shell.ts'

// Not imported from the contract: that would bring zod into every window.
const calls = { menu: 'shell:menu', document: 'shell:document' } as const satisfies Record<
  string,
  ShellCall
>

const shell: LayerloomShell = {
  platform: process.platform,
  setMenu: commands => ipcRenderer.send(calls.menu, commands),
  setDocument: document => ipcRenderer.send(calls.document, document),
  onCommand: listener => {
    const receive = (_event: unknown, id: unknown) => listener(String(id))
    ipcRenderer.on('shell:command', receive)
    return () => ipcRenderer.off('shell:command', receive)
  },
}

contextBridge.exposeInMainWorld('layerloomShell', shell)
