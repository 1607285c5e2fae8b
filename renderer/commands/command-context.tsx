// Gives components the commands, and the commands what they work on.
import { createContext, useCallback, useContext, useEffect, useMemo, useRef } from 'react'
import { useStores } from '../state/stores.tsx'
import type { CanvasHandle, CommandContext } from './command.ts'
import { commands, findCommand } from './commands.ts'
import { listenToKeys } from './keyboard.ts'
import { followWindow } from './shell.ts'

interface Commanding {
  readonly context: () => CommandContext
  readonly run: (id: string) => void
  readonly setCanvas: (canvas: CanvasHandle | null) => void
}

const CommandingContext = createContext<Commanding | null>(null)

export function CommandProvider({ children }: { children: React.ReactNode }) {
  const stores = useStores()
  const canvas = useRef<CanvasHandle | null>(null)
  const context = useCallback(() => ({ ...stores, canvas: canvas.current }), [stores])
  const value = useMemo(
    () => ({
      context,
      run: (id: string) => {
        const command = findCommand(id)
        if (command && command.whyNot?.(context()) == null) void command.run(context())
      },
      setCanvas: (handle: CanvasHandle | null) => {
        canvas.current = handle
      },
    }),
    [context],
  )
  useEffect(() => listenToKeys(commands, context), [context])
  useEffect(() => followWindow(stores, commands, value.run), [stores, value])
  return <CommandingContext value={value}>{children}</CommandingContext>
}

export function useCommands(): Commanding {
  const commanding = useContext(CommandingContext)
  if (!commanding) throw new Error('Commands are used outside of their provider.')
  return commanding
}
