// What the page finds as `window.layerloomShell` in the desktop application, and nowhere else. Files
// need nothing here: choosing one and downloading one open the system's own dialogs in both.
import { z } from 'zod'

/** A command for the native menu. */
export const menuCommand = z.strictObject({
  /** As in the page's command list: letters, digits, dots, dashes. */
  id: z.string().regex(/^[A-Za-z][A-Za-z0-9.-]{0,63}$/),
  label: z.string().min(1).max(100),
  /** The menu it belongs to. */
  menu: z.enum(['file', 'edit', 'view', 'network', 'help']),
  /** Electron's notation: `CmdOrCtrl+S`. */
  keys: z
    .string()
    .regex(/^[A-Za-z0-9+=,./\\[\]'`;-]{1,40}$/)
    .exactOptional(),
  enabled: z.boolean().exactOptional(),
  /** A line above it. */
  separated: z.boolean().exactOptional(),
})
export type MenuCommand = z.infer<typeof menuCommand>

/** Page → shell, each with the form of its one argument. */
export const shellCalls = {
  'shell:menu': z.array(menuCommand).max(200),
  /** The title bar's name of the document, and whether it has changes that are in no file. */
  'shell:document': z.strictObject({ name: z.string().max(200), edited: z.boolean() }),
} as const
export type ShellCall = keyof typeof shellCalls

/** Shell → page: the id of a command that was chosen in the native menu. */
export const commandChannel = 'shell:command'

export interface LayerloomShell {
  /** `process.platform` of the shell. */
  readonly platform: string
  setMenu(commands: readonly MenuCommand[]): void
  setDocument(document: { readonly name: string; readonly edited: boolean }): void
  /** Returns how to stop listening. */
  onCommand(listener: (id: string) => void): () => void
}
