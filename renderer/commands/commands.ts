import type { Command } from './command.ts'
import { editCommands } from './edit.ts'
import { fileCommands } from './file.ts'
import { trainCommands } from './train.ts'
import { viewCommands } from './view.ts'

/** Every command, in the order in which menus and the palette list them. */
export const commands: readonly Command[] = [
  ...fileCommands,
  ...editCommands,
  ...viewCommands,
  ...trainCommands,
]

export function findCommand(id: string): Command | undefined {
  return commands.find(command => command.id === id)
}
