// A folder that appears whole or not at all: for checkpoints and exports.
import { createHash } from 'node:crypto'
import { dirname, join } from 'node:path'
import { FileError, toFileError } from './file-error.ts'
import { type FileSystem, syncFolder, systemFiles } from './file-system.ts'

/**
 * Makes a finished temporary folder appear under its final name: every file and folder in it synced,
 * renamed, the parent synced. Both must lie on one disk. `final` may be absent or an empty folder.
 * On failure `temporary` is removed and `final` is untouched.
 */
export async function publishFolder(
  temporary: string,
  final: string,
  files: FileSystem = systemFiles,
): Promise<void> {
  let renamed = false
  try {
    await syncTree(files, temporary)
    await files.rename(temporary, final)
    renamed = true
    await syncFolder(files, dirname(final))
  } catch (thrown) {
    if (!renamed) await files.removeFolder(temporary).catch(() => {})
    const kept = renamed ? 'It is in place but may not survive a power cut.' : ''
    throw toFileError(thrown, final, 'published', kept)
  }
}

async function syncTree(files: FileSystem, folder: string): Promise<void> {
  for (const entry of await files.list(folder)) {
    const path = join(folder, entry.name)
    if (entry.isFolder) await syncTree(files, path)
    else if (entry.isFile) await syncFile(files, path)
    else throw new FileError('other', path, `${path} is neither a file nor a folder.`)
  }
  await syncFolder(files, folder)
}

async function syncFile(files: FileSystem, path: string): Promise<void> {
  // Windows refuses to sync what was opened for reading.
  const file = await files.open(path, 'r+')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

export interface FileDigest {
  readonly size: number
  readonly sha256: string
}

/** Size and sha256 of every file below a folder by its path with slashes, sorted by name. */
export async function digestFolder(
  folder: string,
  files: FileSystem = systemFiles,
): Promise<Record<string, FileDigest>> {
  const digests: Record<string, FileDigest> = {}
  await addDigests(files, folder, '', digests)
  return digests
}

async function addDigests(
  files: FileSystem,
  folder: string,
  prefix: string,
  into: Record<string, FileDigest>,
): Promise<void> {
  const entries = [...(await files.list(folder))].sort((a, b) => (a.name < b.name ? -1 : 1))
  for (const { name, isFolder, isFile } of entries) {
    const path = join(folder, name)
    if (isFolder) await addDigests(files, path, `${prefix}${name}/`, into)
    else if (isFile) into[`${prefix}${name}`] = await digestFile(files, path)
  }
}

async function digestFile(files: FileSystem, path: string): Promise<FileDigest> {
  const hash = createHash('sha256')
  const piece = new Uint8Array(1 << 20)
  const file = await files.open(path, 'r')
  try {
    let size = 0
    for (;;) {
      const read = await file.read(piece, 0, piece.length, size)
      if (read === 0) return { size, sha256: hash.digest('hex') }
      hash.update(piece.subarray(0, read))
      size += read
    }
  } finally {
    await file.close()
  }
}
