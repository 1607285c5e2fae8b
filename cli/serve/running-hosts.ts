// Which hosts run for this user, one file each with mode 0600: a second `npm start` opens its window on
// the first one's host. The token is in it, so that the person can find the address again, too.
import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { writeFile } from '../../engine/files/write-file.ts'

const schema = z.object({
  pid: z.int().positive(),
  address: z.string(),
  origin: z.string(),
  token: z.string(),
  folder: z.string(),
  version: z.string(),
})
export type RunningHost = z.infer<typeof schema>

export interface Registry {
  add(host: RunningHost): Promise<void>
  remove(pid: number): Promise<void>
  /** One of this version that answers for this workspace. */
  find(folder: string, version: string): Promise<RunningHost | undefined>
}

export function createRegistry(state: string): Registry {
  const folder = join(state, 'hosts')
  const pathOf = (pid: number) => join(folder, `${pid}.json`)
  return {
    add: async host => {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await writeFile(pathOf(host.pid), `${JSON.stringify(host, null, 2)}\n`, { mode: 0o600 })
    },
    remove: pid => rm(pathOf(pid), { force: true }),
    find: async (workspace, version) => {
      const names = await readdir(folder).catch(() => [])
      for (const name of names.filter(name => /^\d+\.json$/.test(name))) {
        const host = await readHost(join(folder, name))
        if (host?.folder !== workspace || host.version !== version) continue
        if (await answers(host)) return host
        await rm(join(folder, name), { force: true })
      }
      return undefined
    },
  }
}

async function readHost(path: string): Promise<RunningHost | undefined> {
  try {
    return schema.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch {
    return undefined
  }
}

/** A process number may belong to another program by now; only the host knows its token. */
async function answers(host: RunningHost): Promise<boolean> {
  try {
    const response = await fetch(`${host.origin}/health`, {
      headers: { authorization: `Bearer ${host.token}` },
      signal: AbortSignal.timeout(1000),
    })
    const health = (await response.json()) as { folder?: unknown }
    return response.ok && health.folder === host.folder
  } catch {
    return false
  }
}

/** An address for the arguments of a browser: it works once. */
export async function entranceOf(host: RunningHost): Promise<string> {
  const response = await fetch(`${host.origin}/entrances`, {
    method: 'POST',
    headers: { authorization: `Bearer ${host.token}` },
    signal: AbortSignal.timeout(5000),
  })
  const { path } = (await response.json()) as { path: string }
  return `${host.origin}${path}`
}
