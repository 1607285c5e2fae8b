// Where the host's files are: beside the application where it is packaged, else in the checkout.
import { join } from 'node:path'

export interface ProgramFiles {
  readonly node: string
  readonly main: string
  readonly folder: string
}

export interface Surroundings {
  readonly isPackaged: boolean
  /** Electron's `process.resourcesPath`. */
  readonly resources: string
  /** Electron's `app.getAppPath()`. */
  readonly application: string
  readonly platform: string
  readonly env: Readonly<Record<string, string | undefined>>
}

export function programFiles(surroundings: Surroundings): ProgramFiles {
  const { isPackaged, resources, application, platform, env } = surroundings
  const name = platform === 'win32' ? 'node.exe' : 'node'
  const folder = isPackaged ? join(resources, 'layerloom') : application
  // In a checkout the one that `npm start` runs on. Electron's own Node cannot run the engine.
  const node = isPackaged
    ? join(folder, 'bin', name)
    : (env.LAYERLOOM_NODE ?? join(folder, 'node_modules', '.bin', name))
  return { node, main: join(folder, 'cli', 'main.ts'), folder }
}
