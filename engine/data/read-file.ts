// Reads a data file whole, with its size checked before anything is allocated.
import { constants } from 'node:buffer'
import { type FileHandle, open, stat } from 'node:fs/promises'
import { isAbsolute, resolve } from 'node:path'
import { DataError, formatCount } from './data-error.ts'
import type { LoadOptions } from './kinds.ts'

const pieceSize = 8 << 20

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file. Check the path.',
  ENOTDIR: 'a part of the path is a file, not a folder. Check the path.',
  EACCES: 'you may not read it. Change its permissions.',
  EPERM: 'you may not read it. Change its permissions.',
  EISDIR: 'is a folder. Name the file in it.',
  EMFILE: 'the system has too many files open. Close other programs and try again.',
  EIO: 'the disk reports an error. Copy the file to another disk.',
  ELOOP: 'its links lead in a circle. Name the file itself.',
}

export function resolvePath(path: string, folder: string): string {
  return isAbsolute(path) ? path : resolve(folder, path)
}

export async function readDataFile(
  path: string,
  options: Omit<LoadOptions, 'folder'> = {},
): Promise<Uint8Array> {
  let handle: FileHandle | undefined
  try {
    // Asked before opening: opening a pipe would wait for its other end.
    if (!(await stat(path)).isFile()) throw new DataError('is not a file.', { file: path })
    handle = await open(path, 'r')
    return await readPieces(handle, path, options)
  } catch (thrown) {
    if (thrown instanceof DataError || options.signal?.aborted) throw thrown
    throw toDataError(thrown, path)
  } finally {
    await handle?.close()
  }
}

async function readPieces(
  handle: FileHandle,
  path: string,
  { signal, onProgress }: Omit<LoadOptions, 'folder'>,
): Promise<Uint8Array> {
  const { size } = await handle.stat()
  if (size > constants.MAX_LENGTH) {
    throw new DataError(`is ${formatCount(size)} bytes, too large to read at once. Split it.`, {
      file: path,
    })
  }
  const bytes = new Uint8Array(size)
  let done = 0
  while (done < size) {
    signal?.throwIfAborted()
    onProgress?.({ what: `Reading ${path}`, done, total: size })
    const length = Math.min(pieceSize, size - done)
    const { bytesRead } = await handle.read(bytes, done, length, done)
    if (bytesRead === 0) {
      const problem = `was cut from ${formatCount(size)} bytes while it was read. Copy it again.`
      throw new DataError(problem, { file: path, offset: done })
    }
    done += bytesRead
  }
  return bytes
}

export function toDataError(thrown: unknown, path: string): DataError {
  const code = (thrown as NodeJS.ErrnoException).code ?? ''
  const reason = reasons[code] ?? `cannot be read (${code || String(thrown)}).`
  return new DataError(reason, { file: path, cause: thrown })
}
