// From older versions of the format to the present one.
import type { JsonObject } from './types.ts'

/** The version that this program writes. */
export const currentVersion = 1

/** `migrations[n]` turns a document of version n + 1 into one of version n + 2. */
export const migrations: readonly ((document: JsonObject) => JsonObject)[] = []

/** Brings an older document up to date; a newer one comes back as it is and is opened read-only. */
export function migrate(document: JsonObject, version: number): JsonObject {
  let next = document
  for (const step of migrations.slice(version - 1)) next = step(next)
  return version < currentVersion ? { ...next, version: currentVersion } : document
}
