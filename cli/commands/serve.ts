import { callerPath } from '../caller-folder.ts'
import { ExitError } from '../output/failure.ts'
import { serve } from '../serve/command.ts'

interface ServeOptions {
  readonly port?: number
  readonly host?: string
  readonly folder?: string
  readonly allowRemote?: boolean
  readonly name?: readonly string[]
  readonly open?: boolean
  readonly json?: boolean
}

export async function serveCommand(options: ServeOptions): Promise<void> {
  const { folder, name, ...flags } = options
  const code = await serve({
    ...flags,
    ...(folder !== undefined && { folder: callerPath(folder) }),
    ...(name !== undefined && { names: name }),
  })
  // The engine's sockets may linger; what had to be closed is closed.
  throw new ExitError(code)
}
