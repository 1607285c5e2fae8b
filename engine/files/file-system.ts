// The few system calls under the writer, so that tests can make any one of them fail.
import { constants, promises } from 'node:fs'

export interface OpenFile {
  write(bytes: Uint8Array, offset: number, length: number, position: number): Promise<number>
  read(into: Uint8Array, offset: number, length: number, position: number): Promise<number>
  size(): Promise<number>
  truncate(length: number): Promise<void>
  setMode(mode: number): Promise<void>
  sync(): Promise<void>
  close(): Promise<void>
}

export interface FolderEntry {
  readonly name: string
  readonly isFolder: boolean
  readonly isFile: boolean
}

export interface FileSystem {
  open(path: string, flags: 'r' | 'r+' | 'wx', mode?: number): Promise<OpenFile>
  rename(from: string, to: string): Promise<void>
  link(existing: string, path: string): Promise<void>
  copy(from: string, to: string): Promise<void>
  remove(path: string): Promise<void>
  removeFolder(path: string): Promise<void>
  makeFolder(path: string): Promise<void>
  list(folder: string): Promise<readonly FolderEntry[]>
  realPath(path: string): Promise<string>
  /** Throws where the user may not change the file. */
  checkWritable(path: string): Promise<void>
  /** Permission bits and time of the last change in milliseconds. */
  inspect(path: string): Promise<{ readonly mode: number; readonly changed: number }>
}

export const systemFiles: FileSystem = {
  open: openFile,
  rename: (from, to) => promises.rename(from, to),
  link: (existing, path) => promises.link(existing, path),
  copy: (from, to) => promises.copyFile(from, to),
  remove: path => promises.unlink(path),
  removeFolder: path => promises.rm(path, { recursive: true, force: true }),
  makeFolder: async path => {
    await promises.mkdir(path, { recursive: true })
  },
  list: async folder => {
    const entries = await promises.readdir(folder, { withFileTypes: true })
    return entries.map(entry => ({
      name: entry.name,
      isFolder: entry.isDirectory(),
      isFile: entry.isFile(),
    }))
  },
  realPath: path => promises.realpath(path),
  checkWritable: path => promises.access(path, constants.W_OK),
  inspect: async path => {
    const { mode, mtimeMs } = await promises.stat(path)
    return { mode: mode & 0o777, changed: mtimeMs }
  },
}

async function openFile(path: string, flags: string, mode?: number): Promise<OpenFile> {
  const handle = await promises.open(path, flags, mode)
  return {
    write: async (bytes, offset, length, position) =>
      (await handle.write(bytes, offset, length, position)).bytesWritten,
    read: async (into, offset, length, position) =>
      (await handle.read(into, offset, length, position)).bytesRead,
    size: async () => (await handle.stat()).size,
    truncate: length => handle.truncate(length),
    setMode: mode => handle.chmod(mode),
    sync: () => handle.sync(),
    close: () => handle.close(),
  }
}

export async function writeAll(
  file: OpenFile,
  bytes: Uint8Array,
  position: number,
): Promise<number> {
  let done = 0
  while (done < bytes.length) {
    const written = await file.write(bytes, done, bytes.length - done, position + done)
    if (written <= 0) break
    done += written
  }
  return done
}

/** Makes the names in a folder durable. Windows cannot open folders and does not need it. */
export async function syncFolder(files: FileSystem, folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await files.open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
