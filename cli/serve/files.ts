// Documents in the workspace: list, open, save, rename, remove. A save says which version it replaces,
// so that no window and no other program is overwritten unseen (RELIABILITY F18).
import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { access, link, lstat, mkdir, open, rename, unlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { FileError, systemCodeOf, toFileError } from '../../engine/files/file-error.ts'
import { writeFile } from '../../engine/files/write-file.ts'
import {
  type FileEntry,
  largestDocument,
  type OpenedFile,
  type RecentFile,
  type SavedFile,
} from '../../shared/rpc/host-contract.ts'
import { RpcError } from '../../shared/rpc/rpc-error.ts'
import { inTurn } from './in-turn.ts'
import { listDocuments } from './list-documents.ts'
import type { OpenFiles } from './open-files.ts'
import type { RecentFiles } from './recent-files.ts'
import { documentEnding, refuseRuns, resolveDocument, type Workspace } from './workspace.ts'

export interface SaveRequest {
  readonly path: string
  readonly text: string
  readonly expectedHash: string | null
  readonly overwrite?: boolean | undefined
}

export interface DocumentFiles {
  list(): Promise<FileEntry[]>
  recent(): Promise<RecentFile[]>
  open(path: string, connection: string): Promise<OpenedFile>
  save(request: SaveRequest, connection: string): Promise<SavedFile>
  close(path: string, connection: string): void
  rename(path: string, to: string): Promise<FileEntry>
  remove(path: string): Promise<void>
}

export function createDocumentFiles(
  workspace: Workspace,
  openFiles: OpenFiles,
  recent: RecentFiles,
): DocumentFiles {
  async function openDocument(path: string, connection: string): Promise<OpenedFile> {
    const file = await resolveDocument(workspace, path)
    const { bytes, changed } = await readDocument(file, path)
    const hash = hashOf(bytes)
    const openElsewhere = openFiles.isOpenElsewhere(path, connection)
    openFiles.add({ path, file, hash, connection })
    await recent.add(path)
    return {
      path,
      text: decode(bytes, path),
      hash,
      writable: await isWritable(file),
      changed,
      openElsewhere,
    }
  }

  async function save(request: SaveRequest, connection: string): Promise<SavedFile> {
    const { path, text } = request
    refuseRuns(path)
    const file = await resolveDocument(workspace, path)
    const bytes = Buffer.from(text)
    if (bytes.length > largestDocument) throw tooLarge(path, bytes.length)
    // The version is compared and replaced in one turn: windows that save at once come one by one.
    return inTurn(file, async () => {
      const there = await hashOnDisk(file, path)
      if (there !== request.expectedHash && !request.overwrite) throw conflict(path, there)
      await mkdir(dirname(file), { recursive: true })
      await writeFile(file, bytes, { keepPrevious: true })
      const hash = hashOf(bytes)
      openFiles.saved({ path, file, hash, connection })
      await recent.add(path)
      return { path, hash, changed: (await lstat(file)).mtimeMs }
    })
  }

  async function renameDocument(path: string, to: string): Promise<FileEntry> {
    refuseRuns(path)
    refuseRuns(to)
    const from = await resolveDocument(workspace, path)
    const target = await resolveDocument(workspace, to)
    await mkdir(dirname(target), { recursive: true })
    await inTurn(from, () => moveWithoutReplacing(from, target, path, to))
    openFiles.drop(path)
    await recent.rename(path, to)
    const found = await lstat(target)
    const name = basename(to).slice(0, -documentEnding.length)
    return { path: to, name, size: found.size, changed: found.mtimeMs }
  }

  async function remove(path: string): Promise<void> {
    refuseRuns(path)
    const file = await resolveDocument(workspace, path)
    const folder = join(workspace.folder, '.removed')
    await inTurn(file, async () => {
      const stamp = new Date().toISOString().replace(/[:.]/g, '-')
      try {
        await mkdir(folder, { recursive: true })
        await rename(file, join(folder, `${stamp} ${basename(file)}`))
      } catch (thrown) {
        throw missingOr(thrown, file, path)
      }
    })
    openFiles.drop(path)
    await recent.forget(path)
  }

  return {
    list: () => listDocuments(workspace),
    recent: () => recent.list(),
    open: openDocument,
    save,
    close: (path, connection) => openFiles.close(path, connection),
    rename: renameDocument,
    remove,
  }
}

export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** Through one descriptor, which does not follow a link that was put there meanwhile. */
async function readDocument(
  file: string,
  path: string,
): Promise<{ bytes: Buffer; changed: number }> {
  try {
    const handle = await open(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0))
    try {
      const found = await handle.stat()
      if (!found.isFile()) throw new FileError('is-a-folder', path, `${path} is no file.`)
      if (found.size > largestDocument) throw tooLarge(path, found.size)
      return { bytes: await handle.readFile(), changed: found.mtimeMs }
    } finally {
      await handle.close()
    }
  } catch (thrown) {
    throw missingOr(thrown, file, path)
  }
}

/** Null where there is no file. */
async function hashOnDisk(file: string, path: string): Promise<string | null> {
  try {
    return hashOf((await readDocument(file, path)).bytes)
  } catch (thrown) {
    if (thrown instanceof RpcError && thrown.code === 'not-found') return null
    throw thrown
  }
}

async function isWritable(file: string): Promise<boolean> {
  try {
    await access(file, constants.W_OK)
    await access(dirname(file), constants.W_OK)
    return true
  } catch {
    return false
  }
}

/** A hard link fails where something has the name; a rename would replace it. */
async function moveWithoutReplacing(
  from: string,
  target: string,
  path: string,
  to: string,
): Promise<void> {
  try {
    await link(from, target)
    await unlink(from)
  } catch (thrown) {
    if (systemCodeOf(thrown) === 'EEXIST') {
      throw new RpcError('already-exists', `There is a ${to} already. Choose another name.`)
    }
    throw missingOr(thrown, from, path)
  }
}

function decode(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new FileError('other', path, `${path} is no text in UTF-8, so it is no document.`)
  }
}

function missingOr(thrown: unknown, file: string, path: string): Error {
  if (thrown instanceof RpcError) return thrown
  const code = systemCodeOf(thrown)
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new RpcError('not-found', `${path} is not there any more.`, { path })
  }
  if (code === 'ELOOP') {
    return new RpcError('outside-workspace', `${path} is a link, and links are not followed.`)
  }
  return toFileError(thrown, file, 'opened')
}

function conflict(path: string, hash: string | null): RpcError {
  const what = hash === null ? 'was removed or renamed' : 'was changed'
  const sentence = `${path} ${what} since it was opened here. Nothing was saved.`
  return new RpcError('conflict', sentence, { path, hash })
}

function tooLarge(path: string, bytes: number): RpcError {
  const sentence = `${path} has ${bytes.toLocaleString('en-US')} bytes; documents have at most 16 MB.`
  return new RpcError('too-large', sentence, { bytes, limit: largestDocument })
}
