// Keys that this version does not know are kept, written back and warned of: once per kind of
// object and key, however often it occurs.
import type { Problem } from '../graph/network.ts'
import type { JsonObject } from './types.ts'

interface Sighting {
  readonly owner: string
  readonly key: string
  readonly path: string
  readonly node: string | null
  count: number
}

export class UnknownKeys {
  readonly #found = new Map<string, Sighting>()

  /** Notes every key that is not among the known ones. `owner` is a noun: `node`, `wire`. */
  note(
    object: JsonObject,
    known: readonly string[],
    owner: string,
    path: string,
    node: string | null = null,
  ): void {
    for (const key of Object.keys(object)) {
      if (known.includes(key)) continue
      const name = `${owner}.${key}`
      const seen = this.#found.get(name)
      if (seen) seen.count++
      else this.#found.set(name, { owner, key, path, node, count: 1 })
    }
  }

  problems(): readonly Problem[] {
    return [...this.#found.values()].map(({ owner, key, path, node, count }) => {
      const place = path === '' ? 'The document' : path
      const others = count > 1 ? ` (and ${(count - 1).toLocaleString('en-US')} more like it)` : ''
      const shown = key.length > 60 ? `${key.slice(0, 57)}…` : key
      return {
        code: 'unknown-key',
        severity: 'warning',
        node,
        message: `${place}${others} has the key “${shown}”, which this version does not know for a ${owner}. It is kept and has no effect.`,
        fixes: [],
      }
    })
  }
}
