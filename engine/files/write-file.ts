// The one writer of user files. At every instant, crash and power cut included, the file holds
// either all old or all new bytes: temporary file in the same folder, every byte written and
// counted, fsync, rename, fsync of the folder (rule W). The usual packages rename after a short
// write on a full disk and so destroy the old file.
import { basename, dirname, join } from 'node:path'
import { shortWrite, systemCodeOf, toFileError } from './file-error.ts'
import { type FileSystem, syncFolder, systemFiles, writeAll } from './file-system.ts'
import { cleanFolderOnce, temporaryName } from './temporary.ts'

export interface WriteOptions {
  /** Keeps the old version beside the file as `NAME.previous`. */
  readonly keepPrevious?: boolean
  /** Permission bits of a new file, 0o666 less the umask unless given; an old file keeps its own. */
  readonly mode?: number
  readonly files?: FileSystem
}

// Saves of one path follow one another, so that an older one never overtakes a newer one.
const queues = new Map<string, Promise<void>>()

/** Replaces a file as a whole, or rejects with a FileError and leaves the old one as it was. */
export function writeFile(
  path: string,
  contents: string | Uint8Array,
  options: WriteOptions = {},
): Promise<void> {
  const bytes = typeof contents === 'string' ? new TextEncoder().encode(contents) : contents
  const before = queues.get(path) ?? Promise.resolve()
  const save = before.catch(() => {}).then(() => replaceFile(path, bytes, options))
  queues.set(path, save)
  const forget = () => {
    if (queues.get(path) === save) queues.delete(path)
  }
  save.then(forget, forget)
  return save
}

async function replaceFile(path: string, bytes: Uint8Array, options: WriteOptions): Promise<void> {
  const files = options.files ?? systemFiles
  let kept = ''
  try {
    const target = await resolveTarget(files, path)
    if (target.mode !== undefined) kept = 'The version on the disk is unchanged.'
    const folder = dirname(target.path)
    await cleanFolderOnce(files, folder)
    const temporary = join(folder, temporaryName())
    try {
      await writeTemporary(files, temporary, bytes, target.mode, options.mode)
      if (options.keepPrevious && target.mode !== undefined) await keepPrevious(files, target.path)
      await files.rename(temporary, target.path)
      kept = 'The new version is in place but may not survive a power cut: save again.'
    } catch (thrown) {
      await files.remove(temporary).catch(() => {})
      throw thrown
    }
    await syncFolder(files, folder)
  } catch (thrown) {
    throw toFileError(thrown, path, 'saved', kept)
  }
}

interface Target {
  readonly path: string
  /** Undefined where there is no file yet. */
  readonly mode: number | undefined
}

/** A link is followed, so that saving changes the file and not the link. */
async function resolveTarget(files: FileSystem, path: string): Promise<Target> {
  try {
    const real = await files.realPath(path)
    // A rename would replace even a file that its owner has made read-only.
    await files.checkWritable(real)
    return { path: real, mode: (await files.inspect(real)).mode }
  } catch (thrown) {
    if (systemCodeOf(thrown) !== 'ENOENT') throw thrown
    return { path, mode: undefined }
  }
}

async function writeTemporary(
  files: FileSystem,
  temporary: string,
  bytes: Uint8Array,
  oldMode: number | undefined,
  newMode: number | undefined,
): Promise<void> {
  const file = await files.open(temporary, 'wx', newMode)
  try {
    // Disks without permissions refuse; the bytes matter more.
    if (oldMode !== undefined) await file.setMode(oldMode).catch(() => {})
    const written = await writeAll(file, bytes, 0)
    const size = await file.size()
    if (written !== bytes.length || size !== bytes.length) {
      throw shortWrite(Math.min(written, size), bytes.length)
    }
    await file.sync()
  } finally {
    await file.close()
  }
}

/** The old bytes get a second name first, so there is no moment without the file. */
async function keepPrevious(files: FileSystem, path: string): Promise<void> {
  const previous = join(dirname(path), `${basename(path)}.previous`)
  const temporary = join(dirname(path), temporaryName())
  try {
    await files.link(path, temporary).catch(() => copyDurably(files, path, temporary))
    await files.rename(temporary, previous)
  } finally {
    // rename does nothing where both are already names of the same file.
    await files.remove(temporary).catch(() => {})
  }
}

/** For disks without hard links. */
async function copyDurably(files: FileSystem, from: string, to: string): Promise<void> {
  await files.copy(from, to)
  const copy = await files.open(to, 'r+')
  try {
    await copy.sync()
  } finally {
    await copy.close()
  }
}
