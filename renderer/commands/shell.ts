// The window around the page: its title, and in the desktop application the native menu.
import type { LayerloomShell, MenuCommand } from '../../shared/rpc/shell.ts'
import { hasWork } from '../state/place.ts'
import type { Stores } from '../state/stores.tsx'
import type { Command } from './command.ts'

declare global {
  interface Window {
    /** Only in the desktop application. */
    readonly layerloomShell?: LayerloomShell
  }
}

const menus: Readonly<Record<string, MenuCommand['menu']>> = {
  file: 'file',
  edit: 'edit',
  view: 'view',
  train: 'network',
}

export function menuCommandsOf(commands: readonly Command[]): readonly MenuCommand[] {
  return commands.flatMap(({ id, label, keys }) => {
    const menu = menus[id.split('.')[0] ?? '']
    const [first] = keys ?? []
    return menu ? { id, label, menu, ...(first !== undefined && { keys: accelerator(first) }) } : []
  })
}

/** Electron has its own words for keys. */
function accelerator(keys: string): string {
  return keys.replace('Ctrl+', 'CmdOrCtrl+').replace('Arrow', '')
}

export function followWindow(
  stores: Stores,
  commands: readonly Command[],
  run: (id: string) => void,
): () => void {
  const shell = window.layerloomShell
  shell?.setMenu(menuCommandsOf(commands))
  let told = ''
  const tell = () => {
    const { name } = stores.document.getState().recorded
    const edited = hasWork(stores)
    if (told === `${name} ${edited}`) return
    told = `${name} ${edited}`
    document.title = `${edited ? '• ' : ''}${name} – Layerloom`
    shell?.setDocument({ name: name.slice(0, 200), edited })
  }
  tell()
  const ends = [
    stores.document.subscribe(tell),
    stores.file.subscribe(tell),
    shell?.onCommand(run) ?? (() => {}),
  ]
  return () => {
    for (const end of ends) end()
  }
}
