// Small files of the host's own: one JSON value each, written whole. One that cannot be read is moved
// aside and never overwritten.
import { readFile, rename } from 'node:fs/promises'
import type { z } from 'zod'
import { systemCodeOf, toFileError } from '../../engine/files/file-error.ts'
import { writeFile } from '../../engine/files/write-file.ts'

/** Undefined where there is none, or none that fits. */
export async function readJson<Value>(
  path: string,
  schema: z.ZodType<Value>,
): Promise<Value | undefined> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (thrown) {
    if (systemCodeOf(thrown) === 'ENOENT') return undefined
    throw toFileError(thrown, path, 'read')
  }
  const parsed = schema.safeParse(parseText(text))
  if (parsed.success) return parsed.data
  await rename(path, `${path}.damaged`).catch(() => {})
  return undefined
}

export function writeJson(path: string, value: unknown): Promise<void> {
  return writeFile(path, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 })
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
