// The native menu: the page's commands, and the roles that belong to the system.
import type { MenuItemConstructorOptions } from 'electron'
import type { MenuCommand } from '../shared/rpc/shell.ts'

type Item = MenuItemConstructorOptions
const separator: Item = { type: 'separator' }

export interface MenuOptions {
  readonly platform: string
  readonly commands: readonly MenuCommand[]
  readonly onCommand: (id: string) => void
}

export function menuTemplate(options: MenuOptions): Item[] {
  const isMac = options.platform === 'darwin'
  const quit: Item[] = isMac ? [{ role: 'close' }] : [{ role: 'quit' }]
  // Where the page has commands for them they come first; in text fields the system's own act.
  const clipboard: Item[] = [{ role: 'cut' }, { role: 'copy' }, { role: 'paste' }]
  const view: Item[] = [
    { role: 'togglefullscreen' },
    { role: 'reload' },
    { role: 'toggleDevTools' },
  ]
  return [
    ...(isMac ? [applicationMenu()] : []),
    submenu('File', itemsOf('file', options), quit),
    submenu('Edit', itemsOf('edit', options), clipboard),
    submenu('View', itemsOf('view', options), view),
    ...optional('Network', itemsOf('network', options)),
    ...(isMac ? [{ role: 'windowMenu' } as const] : []),
    ...optional('Help', itemsOf('help', options)),
  ]
}

function itemsOf(menu: MenuCommand['menu'], { commands, onCommand }: MenuOptions): Item[] {
  return commands
    .filter(command => command.menu === menu)
    .flatMap((command, index) => {
      const item: Item = {
        id: command.id,
        label: command.label,
        enabled: command.enabled ?? true,
        click: () => onCommand(command.id),
        // The page listens to the keys itself: here they are only shown.
        ...(command.keys !== undefined && {
          accelerator: command.keys,
          registerAccelerator: false,
        }),
      }
      return command.separated && index > 0 ? [separator, item] : [item]
    })
}

function submenu(label: string, own: readonly Item[], system: readonly Item[]): Item {
  const between = own.length > 0 && system.length > 0 ? [separator] : []
  return { label, submenu: [...own, ...between, ...system] }
}

function optional(label: string, items: readonly Item[]): Item[] {
  return items.length > 0 ? [{ label, submenu: [...items] }] : []
}

function applicationMenu(): Item {
  return {
    label: 'Layerloom',
    submenu: [
      { role: 'about' },
      separator,
      { role: 'services' },
      separator,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      separator,
      { role: 'quit' },
    ],
  }
}
