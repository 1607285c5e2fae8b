// RELIABILITY F7: the power goes after any system call. A small model of a disk keeps apart what the
// system says and what the disk holds: bytes become durable by a sync of their file, names by a sync
// of their folder; until then the disk may hold any of the changes without the others.
import { describe, expect, test } from 'vitest'
import type { FileSystem, OpenFile } from '../../../engine/files/file-system.ts'
import { publishFolder } from '../../../engine/files/publish-folder.ts'
import { writeFile } from '../../../engine/files/write-file.ts'
import { systemError } from './hooked-files.ts'

interface Inode {
  seen: Uint8Array
  durable: Uint8Array
}
type Names = Map<string, Inode | 'folder'>
type Change = (names: Names) => void

/** Durable names and the changes to them that no sync has made durable yet. */
interface Disk {
  readonly files: FileSystem
  /** Every state in which a power cut right now may leave the disk. */
  crashes(): Map<string, string | 'folder'>[]
}

class PowerCut extends Error {}

function createDisk(start: Record<string, string>, isCut: (call: number) => boolean): Disk {
  const durable: Names = new Map()
  for (const [path, text] of Object.entries(start)) {
    const bytes = new TextEncoder().encode(text)
    durable.set(path, text === 'folder' ? 'folder' : { seen: bytes, durable: bytes })
  }
  const names: Names = new Map(durable)
  let pending: { folder: string; change: Change }[] = []
  let calls = 0

  function step(): void {
    calls += 1
    if (isCut(calls)) throw new PowerCut()
  }
  function alter(folder: string, change: Change): void {
    change(names)
    pending.push({ folder, change })
  }
  function find(path: string): Inode | 'folder' {
    const found = names.get(path)
    if (!found) throw systemError('ENOENT')
    return found
  }
  function move(from: string, to: string): void {
    const moved = [...names].filter(([path]) => path === from || path.startsWith(`${from}/`))
    alter(parent(to), of => {
      for (const [path, inode] of moved) {
        of.delete(path)
        of.set(to + path.slice(from.length), inode)
      }
    })
  }
  function openFile(path: string, flags: string): OpenFile {
    if (flags === 'wx') {
      const made: Inode = { seen: new Uint8Array(0), durable: new Uint8Array(0) }
      alter(parent(path), of => of.set(path, made))
    }
    const inode = find(path)
    return {
      write: async (bytes, offset, length, position) => {
        step()
        if (inode === 'folder') throw systemError('EISDIR')
        // Half at a time, so that a cut can fall inside a save.
        const taken = Math.min(length, Math.max(1, Math.ceil(bytes.length / 2)))
        const grown = new Uint8Array(Math.max(inode.seen.length, position + taken))
        grown.set(inode.seen)
        grown.set(bytes.subarray(offset, offset + taken), position)
        inode.seen = grown
        return taken
      },
      read: async () => 0,
      size: async () => (inode === 'folder' ? 0 : inode.seen.length),
      truncate: async () => {},
      setMode: async () => {},
      sync: async () => {
        step()
        if (inode !== 'folder') {
          inode.durable = inode.seen
          return
        }
        for (const { folder, change } of pending) if (folder === path) change(durable)
        pending = pending.filter(({ folder }) => folder !== path)
      },
      close: async () => {},
    }
  }

  const files: FileSystem = {
    open: async (path, flags) => {
      step()
      return openFile(path, flags)
    },
    rename: async (from, to) => {
      step()
      find(from)
      move(from, to)
    },
    link: async (existing, path) => {
      step()
      const inode = find(existing)
      alter(parent(path), of => of.set(path, inode))
    },
    copy: async () => {
      throw systemError('EIO')
    },
    remove: async path => {
      step()
      find(path)
      alter(parent(path), of => of.delete(path))
    },
    removeFolder: async () => {},
    makeFolder: async () => {},
    list: async folder =>
      [...names]
        .filter(([path]) => parent(path) === folder)
        .map(([path, inode]) => ({
          name: path.slice(folder.length + 1),
          isFolder: inode === 'folder',
          isFile: inode !== 'folder',
        })),
    realPath: async path => {
      find(path)
      return path
    },
    checkWritable: async () => {},
    inspect: async () => ({ mode: 0o644, changed: 0 }),
  }
  return {
    files,
    crashes: () =>
      listCrashes(
        durable,
        pending.map(({ change }) => change),
      ),
  }
}

function parent(path: string): string {
  return path.slice(0, path.lastIndexOf('/'))
}

/** Any subset of the pending names, each with the bytes that were synced or all that were written. */
function listCrashes(durable: Names, pending: Change[]): Map<string, string>[] {
  const decoder = new TextDecoder()
  return Array.from({ length: 2 ** pending.length }, (_, subset) => {
    const names: Names = new Map(durable)
    for (const [index, change] of pending.entries()) if (subset & (1 << index)) change(names)
    return (['durable', 'seen'] as const).map(
      which =>
        new Map(
          [...names].map(([path, inode]) => [
            path,
            inode === 'folder' ? 'folder' : decoder.decode(inode[which]),
          ]),
        ),
    )
  }).flat()
}

/** Cuts the power at every call in turn and gives all states the disk may be in then. */
async function cutEverywhere(
  start: Record<string, string>,
  task: (files: FileSystem) => Promise<void>,
): Promise<Map<string, string>[]> {
  const states: Map<string, string>[] = []
  for (let fatal = 1; ; fatal += 1) {
    let wasCut = false
    const disk = createDisk(start, call => {
      wasCut ||= call >= fatal
      return wasCut
    })
    await task(disk.files).catch(() => {})
    states.push(...disk.crashes())
    if (!wasCut) return states
  }
}

const start = { '/docs': 'folder', '/docs/net.json': 'old' }
const outcomes = (states: Map<string, string>[]) =>
  [...new Set(states.map(state => state.get('/docs/net.json') ?? 'missing'))].sort()

describe('a saved document', () => {
  test.each([false, true])(
    'is old or new after a power cut (keepPrevious %s)',
    async keepPrevious => {
      const states = await cutEverywhere(start, files =>
        writeFile('/docs/net.json', 'new!', { files, keepPrevious }),
      )
      expect(states.length).toBeGreaterThan(20)
      expect(outcomes(states)).toEqual(['new!', 'old'])
    },
  )

  test('is new for certain once the save has returned', async () => {
    const disk = createDisk(start, () => false)
    await writeFile('/docs/net.json', 'new!', { files: disk.files })
    expect(outcomes(disk.crashes())).toEqual(['new!'])
  })

  test('would be torn or stale without the syncs: the model can tell', async () => {
    const unsynced = (files: FileSystem): FileSystem => ({
      ...files,
      open: async (...of) => ({ ...(await files.open(...of)), sync: async () => {} }),
    })
    const states = await cutEverywhere(start, files =>
      writeFile('/docs/net.json', 'new!', { files: unsynced(files) }),
    )
    expect(outcomes(states)).toContain('')
    const disk = createDisk(start, () => false)
    await writeFile('/docs/net.json', 'new!', { files: unsynced(disk.files) })
    expect(outcomes(disk.crashes())).toContain('old')
  })
})

describe('a published checkpoint', () => {
  const parts = ['weights', 'state']

  async function writeAndPublish(files: FileSystem): Promise<void> {
    for (const part of parts) {
      const file = await files.open(`/run/.tmp/${part}`, 'wx')
      await file.write(new TextEncoder().encode('ok'), 0, 2, 0)
      await file.write(new TextEncoder().encode('ok'), 1, 1, 1)
    }
    await publishFolder('/run/.tmp', '/run/00000001', files)
  }

  test('is whole wherever its name exists', async () => {
    const states = await cutEverywhere({ '/run': 'folder', '/run/.tmp': 'folder' }, writeAndPublish)
    const published = states.filter(state => state.has('/run/00000001'))
    expect(published.length).toBeGreaterThan(0)
    for (const state of published) {
      expect(parts.map(part => state.get(`/run/00000001/${part}`))).toEqual(['ok', 'ok'])
    }
  })
})
