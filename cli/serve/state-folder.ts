// Where the host keeps what is not the person's own file: outside the workspace, so that no document
// and no path of a page can reach it (RELIABILITY T6).
import { createHash } from 'node:crypto'
import { chmod, mkdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'

export type Environment = Readonly<Record<string, string | undefined>>

export function stateFolder(env: Environment = process.env, platform = process.platform): string {
  if (env.LAYERLOOM_STATE) return env.LAYERLOOM_STATE
  if (platform === 'win32') return join(env.LOCALAPPDATA ?? homedir(), 'Layerloom')
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Layerloom')
  return join(env.XDG_STATE_HOME ?? join(homedir(), '.local', 'state'), 'layerloom')
}

/** Drafts, settings and recent files of one workspace; nobody else may read them. */
export async function prepareState(state: string, workspace: string): Promise<string> {
  const key = createHash('sha256').update(workspace).digest('hex').slice(0, 16)
  const folder = join(state, 'workspaces', key)
  await mkdir(join(folder, 'drafts'), { recursive: true, mode: 0o700 })
  await chmod(folder, 0o700)
  return folder
}
