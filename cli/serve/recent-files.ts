import { join } from 'node:path'
import { z } from 'zod'
import type { RecentFile } from '../../shared/rpc/host-contract.ts'
import { inTurn } from './in-turn.ts'
import { readJson, writeJson } from './json-file.ts'
import { listDocuments } from './list-documents.ts'
import type { Workspace } from './workspace.ts'

const schema = z.array(z.object({ path: z.string(), opened: z.number() }))
type Recent = z.infer<typeof schema>
const kept = 30

export interface RecentFiles {
  /** Last opened first; files that are gone are left out. */
  list(): Promise<RecentFile[]>
  add(path: string): Promise<void>
  rename(path: string, to: string): Promise<void>
  forget(path: string): Promise<void>
}

export function createRecentFiles(stateFolder: string, workspace: Workspace): RecentFiles {
  const file = join(stateFolder, 'recent.json')
  const load = async (): Promise<Recent> => (await readJson(file, schema)) ?? []

  // Nobody should fail to open a document because this list cannot be written.
  const change = (edit: (recent: Recent) => Recent) =>
    inTurn(file, async () => writeJson(file, edit(await load()).slice(0, kept))).catch(() => {})

  return {
    list: async () => {
      const there = new Map((await listDocuments(workspace)).map(entry => [entry.path, entry]))
      return (await load()).flatMap(({ path, opened }) => {
        const entry = there.get(path)
        return entry ? [{ ...entry, opened }] : []
      })
    },
    add: path =>
      change(recent => [
        { path, opened: Date.now() },
        ...recent.filter(entry => entry.path !== path),
      ]),
    rename: (path, to) =>
      change(recent => recent.map(entry => (entry.path === path ? { ...entry, path: to } : entry))),
    forget: path => change(recent => recent.filter(entry => entry.path !== path)),
  }
}
