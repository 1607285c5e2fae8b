// Which packages the packaged program needs beside the page: read from package-lock.json, the way Node
// resolves them.

interface LockedPackage {
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}
export interface Lock {
  readonly packages: Readonly<Record<string, LockedPackage>>
}

/** Folders below the checkout (`node_modules/ws` …) of these packages and all that they need. */
export function packageClosure(lock: Lock, names: readonly string[]): string[] {
  const found = new Set<string>()
  const waiting = names.map(name => ({ name, from: '' }))
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const folder = resolvePackage(lock, next.name, next.from)
    // An optional dependency for another system is in no folder.
    if (folder === undefined || found.has(folder)) continue
    found.add(folder)
    const { dependencies, optionalDependencies } = lock.packages[folder] ?? {}
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
      waiting.push({ name, from: folder })
    }
  }
  return [...found].sort()
}

/** The nearest `node_modules` on the way up. */
function resolvePackage(lock: Lock, name: string, from: string): string | undefined {
  for (let folder = from; ; folder = parentOf(folder)) {
    const candidate = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`
    if (lock.packages[candidate]) return candidate
    if (folder === '') return undefined
  }
}

function parentOf(folder: string): string {
  const end = folder.lastIndexOf('/node_modules/')
  return end < 0 ? '' : folder.slice(0, end)
}
