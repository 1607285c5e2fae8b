import type { Dirent } from 'node:fs'
import { lstat, readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { toFileError } from '../../engine/files/file-error.ts'
import type { FileEntry } from '../../shared/rpc/host-contract.ts'
import { documentEnding, runsFolder, type Workspace, workspacePathOf } from './workspace.ts'

const deepest = 6
const most = 2000

/** Newest first. Hidden folders, links and runs are passed over. */
export async function listDocuments(workspace: Workspace): Promise<FileEntry[]> {
  const files: string[] = []
  await collect(workspace.folder, 0, files)
  const entries = await Promise.all(files.map(file => describe(workspace, file)))
  return entries.flatMap(entry => entry ?? []).sort((a, b) => b.changed - a.changed)
}

async function collect(folder: string, depth: number, into: string[]): Promise<void> {
  for (const entry of await readFolder(folder, depth)) {
    if (into.length >= most) return
    if (entry.name.startsWith('.')) continue
    const path = join(folder, entry.name)
    if (entry.isFile() && entry.name.toLowerCase().endsWith(documentEnding)) into.push(path)
    const isRuns = depth === 0 && entry.name === runsFolder
    if (entry.isDirectory() && entry.name !== 'node_modules' && !isRuns && depth < deepest) {
      await collect(path, depth + 1, into)
    }
  }
}

async function readFolder(folder: string, depth: number): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true })
  } catch (thrown) {
    // A folder inside that may not be read hides nothing else.
    if (depth > 0) return []
    throw toFileError(thrown, folder, 'read')
  }
}

async function describe(workspace: Workspace, file: string): Promise<FileEntry | undefined> {
  const found = await lstat(file).catch(() => undefined)
  if (!found) return undefined
  return {
    path: workspacePathOf(workspace, file),
    name: basename(file).slice(0, -documentEnding.length),
    size: found.size,
    changed: found.mtimeMs,
  }
}
