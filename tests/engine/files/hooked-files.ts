// The real file system with a hook before every call, for failing or killing at call number k.
import type { FileSystem, OpenFile } from '../../../engine/files/file-system.ts'
import { systemFiles } from '../../../engine/files/file-system.ts'

export interface Hooks {
  /** Sees the number and name of each call, counted from 1; what it throws is what the call throws. */
  readonly before: (call: number, name: string) => void
  /** The most bytes that one write takes; a disk may take fewer than it is given. */
  readonly writeAtMost?: number
}

export interface HookedFiles extends FileSystem {
  readonly calls: readonly string[]
  /** Handles opened and not closed. */
  openHandles(): number
}

export function hookFiles({ before, writeAtMost = Number.POSITIVE_INFINITY }: Hooks): HookedFiles {
  const calls: string[] = []
  let handles = 0
  const note = (name: string) => {
    calls.push(name)
    before(calls.length, name)
  }

  async function noted<T>(name: string, call: () => Promise<T>): Promise<T> {
    note(name)
    return call()
  }

  function hookFile(file: OpenFile): OpenFile {
    return {
      write: async (bytes, offset, length, position) => {
        note('write')
        const taken = Math.min(length, writeAtMost)
        return taken === 0 ? 0 : file.write(bytes, offset, taken, position)
      },
      read: (...of) => noted('read', () => file.read(...of)),
      size: () => noted('size', () => file.size()),
      truncate: length => noted('truncate', () => file.truncate(length)),
      setMode: mode => noted('setMode', () => file.setMode(mode)),
      sync: () => noted('sync', () => file.sync()),
      close: async () => {
        // A close that reports an error has closed all the same (close(2)).
        handles -= 1
        await file.close()
        note('close')
      },
    }
  }

  return {
    calls,
    openHandles: () => handles,
    open: async (path, flags, mode) => {
      note('open')
      const file = await systemFiles.open(path, flags, mode)
      handles += 1
      return hookFile(file)
    },
    rename: (from, to) => noted('rename', () => systemFiles.rename(from, to)),
    link: (from, to) => noted('link', () => systemFiles.link(from, to)),
    copy: (from, to) => noted('copy', () => systemFiles.copy(from, to)),
    remove: path => noted('remove', () => systemFiles.remove(path)),
    removeFolder: path => noted('removeFolder', () => systemFiles.removeFolder(path)),
    makeFolder: path => noted('makeFolder', () => systemFiles.makeFolder(path)),
    list: folder => noted('list', () => systemFiles.list(folder)),
    realPath: path => noted('realPath', () => systemFiles.realPath(path)),
    checkWritable: path => noted('checkWritable', () => systemFiles.checkWritable(path)),
    inspect: path => noted('inspect', () => systemFiles.inspect(path)),
  }
}

export function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: made by the test`), { code })
}
