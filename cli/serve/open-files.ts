// Which window has which file open, and a look at each of these files every second: whether another
// program changed it. Polled, because notifications miss files that are replaced by renaming.
import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'

export interface OpenedVersion {
  readonly path: string
  readonly file: string
  readonly hash: string
  readonly connection: string
}

export interface OpenFiles {
  add(version: OpenedVersion): void
  /** Tells the other windows, if there are any. */
  saved(version: OpenedVersion): void
  isOpenElsewhere(path: string, connection: string): boolean
  close(path: string, connection: string): void
  drop(path: string): void
  /** The window is gone. */
  release(connection: string): void
  stop(): void
}

interface Watched {
  readonly file: string
  readonly connections: Set<string>
  /** Null: the file is gone. */
  hash: string | null
  stamp: string
}

type Listener = (change: { path: string; hash: string | null }) => void

export function createOpenFiles(onChange: Listener, interval = 1000): OpenFiles {
  const watched = new Map<string, Watched>()
  const timer = setInterval(() => void look(), interval)
  timer.unref()
  let looking = false

  async function look(): Promise<void> {
    if (looking) return
    looking = true
    for (const [path, entry] of watched) await lookAt(path, entry)
    looking = false
  }

  async function lookAt(path: string, entry: Watched): Promise<void> {
    const before = entry.hash
    const stamp = await stampOf(entry.file)
    if (stamp === entry.stamp) return
    const hash = stamp === gone ? null : await hashOf(entry.file)
    // A save of our own went on meanwhile; the next look compares with that.
    if (entry.hash !== before || watched.get(path) !== entry) return
    entry.stamp = stamp
    if (hash === entry.hash) return
    entry.hash = hash
    onChange({ path, hash })
  }

  function add({ path, file, hash, connection }: OpenedVersion): void {
    const entry = watched.get(path) ?? { file, connections: new Set<string>(), hash, stamp: '' }
    entry.connections.add(connection)
    entry.hash = hash
    entry.stamp = ''
    watched.set(path, entry)
  }

  function close(path: string, connection: string): void {
    const entry = watched.get(path)
    entry?.connections.delete(connection)
    if (entry?.connections.size === 0) watched.delete(path)
  }

  return {
    add,
    saved: version => {
      const known = watched.get(version.path)
      const others = [...(known?.connections ?? [])].some(name => name !== version.connection)
      add(version)
      if (others && known) onChange({ path: version.path, hash: version.hash })
    },
    isOpenElsewhere: (path, connection) =>
      [...(watched.get(path)?.connections ?? [])].some(other => other !== connection),
    close,
    drop: path => watched.delete(path),
    release: connection => {
      for (const path of watched.keys()) close(path, connection)
    },
    stop: () => clearInterval(timer),
  }
}

const gone = 'gone'

/** What changes whenever the file does. */
async function stampOf(file: string): Promise<string> {
  try {
    const { mtimeMs, size, ino } = await stat(file)
    return `${mtimeMs} ${size} ${ino}`
  } catch {
    return gone
  }
}

async function hashOf(file: string): Promise<string | null> {
  try {
    return createHash('sha256')
      .update(await readFile(file))
      .digest('hex')
  } catch {
    return null
  }
}
